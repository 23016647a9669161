import type { SessionRecord } from '../backend.ts'
import { newRevision } from '../tokens/token.ts'

/*
 * What a cache keeps under the key of a session, as the payload of a record of its own:
 *
 *   1c 1763640000000 \n owner as JSON, or nothing \n payload     a copy of the session's record
 *   1o                                                          an open tombstone
 *   1x                                                          a closed tombstone
 *
 * The number is the time of the call that read the copy from the database, or wrote it there. A copy
 * has the revision and the times of its record, so that the cache's own compare-and-swap and touch
 * work on it, and no owner: the owner's index is the database's.
 */

const version = '1'

/**
 * A place where a copy stood or could have. `open`: the copy is in doubt; who reads the database
 * after having seen this very tombstone may put a copy in its place. `closed`: the session is ending,
 * or its secret or owner is being replaced; nobody may.
 */
export type TombstoneKind = 'open' | 'closed'

/** What was found under a key. */
export type CacheEntry =
  | { readonly kind: 'copy'; readonly asOf: number; readonly record: SessionRecord }
  | { readonly kind: TombstoneKind | 'unreadable' }

/** The copy of a record, as of a time, for the key of its session. */
export function copyOf(record: SessionRecord, key: string, asOf: number): SessionRecord {
  const owner = record.owner === null ? '' : JSON.stringify(record.owner)
  return {
    ...record,
    id: key,
    owner: null,
    payload: `${version}c${asOf}\n${owner}\n${record.payload}`,
  }
}

/** A new tombstone, unlike every other. */
export function tombstone(key: string, kind: TombstoneKind, expiresAt: number): SessionRecord {
  return {
    id: key,
    revision: newRevision(),
    owner: null,
    expiresAt,
    endsAt: expiresAt,
    payload: version + (kind === 'open' ? 'o' : 'x'),
  }
}

/** What a record that a cache gave for the session `id` is. */
export function readEntry(found: SessionRecord, id: string): CacheEntry {
  const { payload } = found
  if (payload === `${version}o`) return { kind: 'open' }
  if (payload === `${version}x`) return { kind: 'closed' }
  const timeEnd = payload.indexOf('\n')
  const ownerEnd = payload.indexOf('\n', timeEnd + 1)
  if (!payload.startsWith(`${version}c`) || timeEnd < 0 || ownerEnd < 0) {
    return { kind: 'unreadable' }
  }
  const asOf = Number(payload.slice(version.length + 1, timeEnd))
  const owner = ownerOf(payload.slice(timeEnd + 1, ownerEnd))
  if (!Number.isSafeInteger(asOf) || owner === undefined) return { kind: 'unreadable' }
  return {
    kind: 'copy',
    asOf,
    record: { ...found, id, owner, payload: payload.slice(ownerEnd + 1) },
  }
}

/** True for a closed tombstone that has not expired. */
export function isClosed(found: SessionRecord, now: number): boolean {
  return found.payload === `${version}x` && found.expiresAt > now
}

function ownerOf(text: string): string | null | undefined {
  if (text === '') return null
  try {
    const owner: unknown = JSON.parse(text)
    return typeof owner === 'string' ? owner : undefined
  } catch {
    return undefined
  }
}
