import type { Clock } from '../clock.ts'

/** What the clock may gain on the uptime between two looks by its coarser resolution, in milliseconds. */
const noise = 5

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
    const now = clock() - up
    if (now - ahead > noise) forward += now - ahead
    ahead = now
    return up + forward
  }
}
