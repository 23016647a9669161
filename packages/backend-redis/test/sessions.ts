import { randomBytes } from 'node:crypto'
import type { Call, SessionRecord } from '@sojourn/core'

const hour = 3_600_000

/** A name that nothing else has: a revision, an id, a prefix. */
export function newName(): string {
  return randomBytes(16).toString('base64url')
}

/** A record as core might write it: an hour of idle time, a week at all. */
export function newRecord(fields: Partial<SessionRecord> = {}): SessionRecord {
  const now = Date.now()
  return {
    id: newName(),
    revision: newName(),
    owner: null,
    expiresAt: now + hour,
    endsAt: now + 7 * 24 * hour,
    payload: '{"v":1}',
    ...fields,
  }
}

/** The next version of a record. */
export function nextRecord(
  record: SessionRecord,
  fields: Partial<SessionRecord> = {},
): SessionRecord {
  return { ...record, revision: newName(), ...fields }
}

/** A call with ten seconds to go, by the machine's clock. */
export function call(): Call {
  return { now: Date.now(), signal: AbortSignal.timeout(10_000) }
}

/** All that a listing gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
