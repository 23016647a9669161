import { randomBytes } from 'node:crypto'
import type { SessionRecord } from '@sojourn/core'
import { day, hour, type TestTime } from './test-time.ts'

/** A new id, of the form that core makes: 16 random bytes in base64url. */
export function newId(): string {
  return randomBytes(16).toString('base64url')
}

/** A new revision. */
export function newRevision(): string {
  return randomBytes(16).toString('base64url')
}

/** A new anonymous session with an hour of idle time and a week at all, unless told otherwise. */
export function newRecord(time: TestTime, fields: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: newId(),
    revision: newRevision(),
    owner: null,
    expiresAt: time.now + hour,
    endsAt: time.now + 7 * day,
    payload: `{"v":1,"data":{"n":"${newRevision()}"}}`,
    ...fields,
  }
}

/** The record that a save makes of another: the same session under a new revision. */
export function nextRecord(
  record: SessionRecord,
  fields: Partial<SessionRecord> = {},
): SessionRecord {
  return {
    ...record,
    revision: newRevision(),
    payload: `{"after":"${record.revision}"}`,
    ...fields,
  }
}

/** Everything that a listing gives. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** The ids of records, sorted: listings promise no order. */
export function idsOf(records: readonly SessionRecord[]): string[] {
  return records.map(({ id }) => id).sort()
}
