import { randomBytes } from 'node:crypto'
import type { Call, SessionRecord } from '@sojourn/core'

export const start: number = Date.now()
export const hour = 3_600_000

export function call(): Call
export function call<Options extends object>(options: Options): Call & Options
export function call(options: object = {}): Call {
  return { now: start, signal: new AbortController().signal, ...options }
}

export function newRecord(fields: Partial<SessionRecord> = {}): SessionRecord {
  const [id, revision] = [token(), token()]
  const expiresAt = start + hour
  return {
    id,
    revision,
    owner: null,
    expiresAt,
    endsAt: start + 24 * hour,
    payload: '{}',
    ...fields,
  }
}

export function nextRecord(record: SessionRecord, fields: Partial<SessionRecord> = {}) {
  return { ...record, revision: token(), ...fields }
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

function token(): string {
  return randomBytes(16).toString('base64url')
}
