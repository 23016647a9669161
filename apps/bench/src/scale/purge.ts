import { createSessions, type SessionBackend } from '@sojourn/core'
import type { SampleData } from '../sample-data.ts'

/** Rows that a purge removes in a second: `expire` makes that many rows of the backend expire. */
export async function purgeRate(
  backend: SessionBackend,
  expire: () => Promise<number>,
): Promise<number> {
  const sessions = createSessions<SampleData>({ backend, name: false })
  const expired = await expire()
  const start = performance.now()
  const removed = await sessions.clearExpired()
  const seconds = (performance.now() - start) / 1000
  await sessions.close()
  if (removed < expired) throw new Error(`Of ${expired} expired sessions ${removed} were removed.`)
  return removed / seconds
}
