import type { SessionRecord } from '@sojourn/core'
import { type Server, startPostgres } from '@sojourn/test-servers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DbBackend } from '../../src/index.ts'
import { call, hour, nextRecord, start } from '../records.ts'
import { execute, ready } from './support.ts'

const sessions = 1_000_000
const requestsPerSecond = 200
/** A machine that cannot keep up gets fewer requests, instead of a queue of them. */
const mostAtOnce = 32
/** Far beyond what a request takes: only what never ends fails. */
const patience = 30_000

let server: Server

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

it('R46: half a million expired sessions go while requests are served, and none fails', async () => {
  const backend = await ready(server.url)
  // Every second one has expired, in no order.
  await execute(
    server.url,
    `INSERT INTO sojourn_sessions
      SELECT lpad(n::text, 22, '0'), 'base', CASE WHEN n % 3 = 0 THEN 'user-' || n % 100000 END,
        CASE WHEN n % 2 = 0 THEN ${start + 12 * hour} ELSE ${start - 12 * hour} + n % 43200000 END,
        ${start + 24 * hour}, repeat(md5(n::text), 15)
      FROM (SELECT (n * 7919::bigint) % 1000003 AS n FROM generate_series(1, ${sessions + 2}) n) spread
      WHERE n <= ${sessions}`,
  )
  await execute(server.url, 'VACUUM ANALYZE sojourn_sessions')
  await serve(backend, AbortSignal.timeout(3_000))
  const before = await serve(backend, AbortSignal.timeout(10_000))

  const over = new AbortController()
  const serving = serve(backend, over.signal)
  const startedAt = performance.now()
  let batches = 0
  const deleted = await backend.deleteExpired(
    call({ batch: 1000, onProgress: () => void batches++ }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  over.abort()
  const during = await serving

  expect(deleted).toBe(sessions / 2)
  expect(batches).toBe(sessions / 2 / 1000)
  expect([before.failures, during.failures]).toEqual([[], []])
  const median = before.percentile(0.5)
  const slowest = during.percentile(1)
  console.log(
    [
      `${deleted} sessions deleted in ${seconds.toFixed(1)} s, ${Math.round(deleted / seconds)} a second`,
      `before: ${before.count} requests, median ${median.toFixed(2)} ms, slowest ${before.percentile(1).toFixed(1)} ms`,
      `during: ${during.count} requests, median ${during.percentile(0.5).toFixed(2)} ms, 99 % within ${during.percentile(0.99).toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`,
      `the slowest took ${(slowest / median).toFixed(0)} times the median before`,
    ].join('\n'),
  )
  // A request that waited for the purge, rather than for a batch of it, would have taken as long.
  expect(slowest / 1000).toBeLessThan(seconds / 4)
}, 300_000)

interface Served {
  readonly count: number
  readonly failures: unknown[]
  percentile(share: number): number
}

/** Begins so many requests a second, unless too many of those before have not ended, and times each. */
async function serve(backend: DbBackend, until: AbortSignal): Promise<Served> {
  const times: number[] = []
  const failures: unknown[] = []
  const running = new Set<Promise<void>>()
  let started = 0
  const beginning = performance.now()
  while (!until.aborted) {
    const due = Math.floor(((performance.now() - beginning) / 1000) * requestsPerSecond)
    for (; started < due; started++) {
      if (running.size >= mostAtOnce) continue
      const from = performance.now()
      const one = request(backend, started)
        .then(() => void times.push(performance.now() - from))
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(one))
      running.add(one)
    }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await Promise.all(running)
  times.sort((one, other) => one - other)
  return {
    count: times.length,
    failures,
    percentile: (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0,
  }
}

/** What a request does to its session: every one reads, some slide, some save. */
async function request(backend: DbBackend, n: number): Promise<void> {
  const within = call({ signal: AbortSignal.timeout(patience) })
  const id = String(((n * 104_729) % (sessions / 2)) * 2 || 2).padStart(22, '0')
  const found = await backend.read(id, within)
  if (found === null) throw new Error(`the live session ${id} is gone`)
  if (n % 10 === 0) await backend.touch(id, found.expiresAt + 1, found.revision, within)
  if (n % 5 === 1) await save(backend, found)
}

async function save(backend: DbBackend, found: SessionRecord): Promise<void> {
  const within = call({ signal: AbortSignal.timeout(patience) })
  const verdict = await backend.update(nextRecord(found), found.revision, within)
  if (verdict === 'gone') throw new Error(`the live session ${found.id} is gone`)
}
