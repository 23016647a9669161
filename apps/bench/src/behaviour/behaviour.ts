import { attempts } from '../attempts.ts'
import type { Contender } from '../contenders/contender.ts'
import type { Running } from '../http/running.ts'
import type { Progress } from '../progress.ts'
import { type Cost, countCosts } from './costs.ts'
import { type Outage, outageOf } from './outages.ts'
import { type Races, race } from './races.ts'

/** What a contender was found to do, whatever the speed. */
export interface Behaviour extends Races {
  readonly contender: Contender
  readonly costs: readonly Cost[]
  /** Where its store can be made to refuse. */
  readonly outage: Outage | undefined
}

/** Looks at all who have sessions, one after the other. */
export async function observe(
  running: readonly Running[],
  progress: Progress,
): Promise<readonly Behaviour[]> {
  const found: Behaviour[] = []
  for (const each of running) {
    const { contender, port } = each
    if (contender.layer === 'bare') continue
    progress.step(`${contender.title}: commands, races, outages`)
    const behaviour = await attempts(
      async () => ({
        contender,
        costs: await countCosts(each),
        ...(await race(port, contender.store === 'cookie')),
        outage: await outageOf(each),
      }),
      (reason) => {
        throw new Error(`${contender.title}: ${reason}`)
      },
    )
    if (behaviour) found.push(behaviour)
  }
  return found
}
