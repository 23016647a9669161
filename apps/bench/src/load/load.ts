import { createHistogram } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { Connection } from './connection.ts'
import { type Visitor, workloadOf } from './workloads.ts'

/** One slice: a workload on a server. Times are milliseconds. */
export interface LoadJob {
  readonly port: number
  readonly workload: string
  /** One connection for each. */
  readonly visitors: readonly Visitor[]
  readonly checked: boolean
  /** How long it runs before anything is counted. */
  readonly settle: number
  readonly duration: number
}

/** What a slice gave. */
export interface LoadResult {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p99: number
  /** How busy this process was, of one core: near 1, it was the limit and not the server. */
  readonly busy: number
}

/** Runs a workload. Throws for the first answer that is not right. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const histogram = createHistogram()
  let from = Number.POSITIVE_INFINITY
  let requests = 0
  const onAnswer = (took: number, at: number): void => {
    if (at < from) return
    requests++
    histogram.record(Math.max(1, Math.round(took * 1000)))
  }
  const workload = workloadOf(job.workload)
  const connections = job.visitors.map(
    (visitor) => new Connection(job.port, workload, visitor, job.checked, onAnswer),
  )
  const ended = Promise.all(connections.map((connection) => connection.ended))
  const failed = ended.then(() => Promise.reject(new Error('The connections ended early.')))
  failed.catch(() => {})

  let elapsed: number
  let cpu: NodeJS.CpuUsage
  try {
    await Promise.race([failed, setTimeout(job.settle)])
    const cpuBefore = process.cpuUsage()
    from = performance.now()
    await Promise.race([failed, setTimeout(job.duration)])
    elapsed = performance.now() - from
    cpu = process.cpuUsage(cpuBefore)
  } finally {
    from = Number.POSITIVE_INFINITY
    for (const connection of connections) connection.stop()
  }
  await ended
  return {
    perSecond: (requests * 1000) / elapsed,
    p99: histogram.percentile(99) / 1000,
    busy: (cpu.user + cpu.system) / 1000 / elapsed,
  }
}
