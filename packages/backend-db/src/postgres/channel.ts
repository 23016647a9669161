import { createHash } from 'node:crypto'
import type { WatchEvent } from '@sojourn/core'

/** An id; after an update, a colon and the new revision. */
const pattern = /^([A-Za-z0-9_-]{22})(?::([A-Za-z0-9_-]{1,32}))?$/

/** The channel on which the changes of a table are told; its name has only letters and digits. */
export function channelOf(table: string): string {
  return `sojourn_${createHash('sha256').update(table).digest('hex').slice(0, 16)}`
}

/** What a message says; `null` where it was not written here. */
export function eventOf(payload: string | undefined): WatchEvent | null {
  if (payload === '*') return { id: null }
  const [, id, revision] = pattern.exec(payload ?? '') ?? []
  if (id === undefined) return null
  return revision === undefined ? { id } : { id, revision }
}
