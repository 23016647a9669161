import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contender } from '../contenders/contender.ts'
import type { LoadJob, LoadResult } from '../load/load.ts'
import type { Workload } from '../load/workloads.ts'
import type { HttpPlan } from '../plan.ts'
import { Child } from '../process/child.ts'
import { clientCore } from '../process/cores.ts'
import type { Progress } from '../progress.ts'
import { HttpResults, type Slice } from './results.ts'
import { type Server, startServer } from './server.ts'

/** Who is measured under what. */
export interface HttpRun {
  readonly plan: HttpPlan
  readonly contenders: readonly Contender[]
  readonly workloads: readonly Workload[]
  readonly progress: Progress
}

/** Bytes of each session. */
const sessionSize = 300

/** How many steps of progress a run has. */
export function httpSteps({ plan, contenders, workloads }: Omit<HttpRun, 'progress'>): number {
  return (plan.rounds + 1) * contenders.length * workloads.length
}

/**
 * All servers run from the beginning, and idle while another is measured. In each round the contenders
 * take turns under one workload after the other, and each round begins with another one.
 */
export async function runHttp(run: HttpRun): Promise<HttpResults> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'))
  const load = new Child<LoadJob, LoadResult>('load/load-process.ts', [], clientCore)
  const servers = new Map(run.contenders.map((each) => [each, startServer(each, folder)]))
  try {
    return new HttpResults(await measure(run, servers, load))
  } finally {
    await Promise.all([load.stop(), ...[...servers.values()].map((server) => server.stop())])
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  { plan, contenders, workloads, progress }: HttpRun,
  servers: ReadonlyMap<Contender, Server>,
  load: Child<LoadJob, LoadResult>,
): Promise<Slice[]> {
  const slices: Slice[] = []
  for (let round = 0; round <= plan.rounds; round++) {
    for (const workload of workloads) {
      for (const contender of rotated(contenders, round)) {
        const server = servers.get(contender)
        if (server === undefined) continue
        const when = round === 0 ? 'warm-up' : `round ${round} of ${plan.rounds}`
        progress.step(`${when}: ${contender.title}, ${workload.title}`)
        const slice = await measureSlice(plan, contender, workload, round, server, load)
        if (round > 0) slices.push(slice)
      }
    }
  }
  return slices
}

/** Every connection gets a session of its own, stored anew. Round 0 makes the code hot. */
async function measureSlice(
  plan: HttpPlan,
  contender: Contender,
  workload: Workload,
  round: number,
  server: Server,
  load: Child<LoadJob, LoadResult>,
): Promise<Slice> {
  const names = Array.from({ length: plan.connections }, (_, i) => `visitor-${i}`)
  const { port, cookies, cpu } = await server.ask({ names, bytes: sessionSize })
  const result = await load.ask({
    port,
    workload: workload.id,
    visitors: names.map((name, i) => ({ name, cookie: cookies[i] ?? '', count: 0 })),
    checked: contender.layer !== 'bare',
    settle: plan.settle,
    duration: round === 0 ? plan.warmUp : plan.slice,
  })
  const after = await server.ask({ names: [], bytes: 0 })
  return {
    ...result,
    contender: contender.id,
    workload: workload.id,
    round,
    cpu: (after.cpu - cpu) / result.requests,
  }
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}
