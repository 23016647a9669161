import type { Clock } from '../clock.ts'

/** A jump of the clock against the uptime that is more than their different resolutions, in milliseconds. */
const jump = 5

/**
 * Milliseconds that have passed since some moment, for measuring ages: never less than what the
 * machine's uptime says, whatever is done to the clock. A clock that is set forward counts as time
 * passed, since the machine may have slept; one that is set back counts as nothing.
 */
export function steadyTime(clock: Clock, uptime: () => number = () => performance.now()): Clock {
  let forward = 0
  let ahead = clock() - uptime()
  return () => {
    const up = uptime()
    const aheadNow = clock() - up
    if (aheadNow > ahead + jump) forward += aheadNow - ahead
    if (Math.abs(aheadNow - ahead) > jump) ahead = aheadNow
    return up + forward
  }
}
