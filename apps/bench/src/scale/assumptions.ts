/** What is assumed where nothing can be measured: who visits how often, on what machines. */
export const assumed = {
  sessions: 1e9,
  /** Visits of a session in a day, and requests that touch it in a visit, all within fifteen minutes. */
  visits: 2,
  requests: 10,
  /** Of these requests, the share that changes it. */
  writes: 0.1,
  /** Beside them, once in a visit each: its idle end is moved, its token replaced, the new one confirmed. */
  upkeep: 3,
  /** Days that a session lives, from sign-in to end. */
  days: 7,
  /** The busiest hour, as a multiple of the mean. */
  peak: 3,
  /** How much of a processor, and of a memory, is planned for. */
  use: 0.5,
  /** Bytes of memory of a Redis, and of a process. */
  redisMemory: 64 * 2 ** 30,
  processMemory: 4 * 2 ** 30,
  /** Processes of the application. */
  processes: 500,
} as const

/** Requests and writes of all sessions in the busiest second. */
export function peakRates(): { reads: number; writes: number; ends: number } {
  const { sessions, visits, requests, writes, upkeep, days, peak } = assumed
  const perSecond = (perDay: number): number => (sessions * perDay * peak) / 86_400
  return {
    reads: perSecond(visits * requests),
    // A change has also read, and is counted among the reads.
    writes: perSecond(visits * (requests * writes + upkeep)),
    ends: perSecond(1 / days) / peak,
  }
}
