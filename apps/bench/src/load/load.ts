import { createHistogram } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { Awake } from './awake.ts'
import { type Checks, Connection } from './connection.ts'
import { type Visitor, workloadOf } from './workloads.ts'

/** One slice: a workload on a server. Times are milliseconds. */
export interface LoadJob {
  readonly port: number
  readonly workload: string
  /** One connection for each. */
  readonly visitors: readonly Visitor[]
  /** Left out where the answers do not depend on the session. */
  readonly checks?: Checks
  /** How long it runs before anything is counted. */
  readonly settle: number
  readonly duration: number
}

/** What a slice gave. */
export interface LoadResult {
  /** All of them, also those before and after what is counted in the other figures. */
  readonly requests: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p99: number
  /** How busy this process was: near 1, it was the limit and not the server. */
  readonly busy: number
}

/** Runs a workload. Throws for the first answer that is not right. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const histogram = createHistogram()
  let from = Number.POSITIVE_INFINITY
  let requests = 0
  let measured = 0
  const awake = new Awake()
  const onAnswer = (took: number, at: number): void => {
    requests++
    awake.answered()
    if (at < from) return
    measured++
    histogram.record(Math.max(1, Math.round(took * 1000)))
  }
  const workload = workloadOf(job.workload)
  const connections = job.visitors.map(
    (visitor) => new Connection(job.port, workload, visitor, job.checks, onAnswer),
  )
  const ended = Promise.all(connections.map((connection) => connection.ended))
  const failed = ended.then(() => Promise.reject(new Error('The connections ended early.')))
  failed.catch(() => {})

  let elapsed: number
  let busy: number
  try {
    await Promise.race([failed, setTimeout(job.settle)])
    from = performance.now()
    // Longer where it was too short for an answer, on a machine with much else to do.
    do await Promise.race([failed, setTimeout(job.duration)])
    while (measured === 0)
    elapsed = performance.now() - from
  } finally {
    busy = awake.stop()
    from = Number.POSITIVE_INFINITY
    for (const connection of connections) connection.stop()
  }
  await ended
  return {
    requests,
    perSecond: (measured * 1000) / elapsed,
    p99: histogram.percentile(99) / 1000,
    busy,
  }
}
