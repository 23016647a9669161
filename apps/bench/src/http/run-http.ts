import { attempts } from '../attempts.ts'
import { type Contender, writeSetsCookie } from '../contenders/contender.ts'
import type { LoadJob, LoadResult } from '../load/load.ts'
import type { Workload } from '../load/workloads.ts'
import type { HttpPlan } from '../plan.ts'
import { Child } from '../process/child.ts'
import { clientCore } from '../process/cores.ts'
import type { Progress } from '../progress.ts'
import { Pace } from './pace.ts'
import { primed } from './prime.ts'
import { HttpResults, type Slice } from './results.ts'
import type { Running } from './running.ts'

/** Who is measured under what. */
export interface HttpRun {
  readonly plan: HttpPlan
  readonly workloads: readonly Workload[]
  readonly progress: Progress
}

/** Bytes of each session. */
const sessionSize = 300

/** How many steps of progress a run has. */
export function httpSteps(
  plan: HttpPlan,
  contenders: readonly Contender[],
  workloads: readonly Workload[],
): number {
  return (plan.rounds + 1) * contenders.length * workloads.length
}

/**
 * In each round the contenders take turns under one workload after the other, and each round begins
 * with another one. Round 0 makes the code hot.
 */
export async function runHttp(run: HttpRun, running: readonly Running[]): Promise<HttpResults> {
  const { plan, workloads, progress } = run
  const load = new Child<LoadJob, LoadResult>('load/load-process.ts').pin(clientCore)
  const pace = new Pace(plan.budget, plan.rounds * running.length * workloads.length, plan.least)
  const slices: Slice[] = []
  const failures: string[] = []
  try {
    for (let round = 0; round <= plan.rounds; round++) {
      for (const workload of workloads) {
        for (const each of rotated(running, round)) {
          const when = round === 0 ? 'warm-up' : `round ${round} of ${plan.rounds}`
          progress.step(`${when}: ${each.contender.title}, ${workload.title}`)
          const duration = round === 0 ? plan.warmUp : pace.next()
          const measured = await attempts(
            () => measure(plan, duration, each, workload, load),
            (reason) => failures.push(`${each.contender.title}, ${workload.title}: ${reason}`),
          )
          if (round > 0 && measured) slices.push({ ...measured, round })
        }
      }
    }
    return new HttpResults(slices, pace.mean, failures)
  } finally {
    await load.stop()
  }
}

/** Every connection gets a session of its own, stored anew. */
async function measure(
  { connections, settle }: HttpPlan,
  duration: number,
  { contender, server, port }: Running,
  workload: Workload,
  load: Child<LoadJob, LoadResult>,
): Promise<Omit<Slice, 'round'>> {
  const visitors = await primed(port, connections, sessionSize)
  const before = await server.ask({})
  const result = await load.ask({
    port,
    workload: workload.id,
    visitors,
    ...(contender.layer !== 'bare' && {
      checks: { writeSetsCookie: writeSetsCookie(contender) },
    }),
    settle,
    duration,
  })
  const after = await server.ask({})
  return {
    ...result,
    contender: contender.id,
    workload: workload.id,
    cpu: (after.cpu - before.cpu) / result.requests,
  }
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}
