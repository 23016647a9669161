import { LRUCache } from 'lru-cache'
import type { SessionRecord } from '../backend.ts'
import type { StoredSession } from '../record/stored-session.ts'
import type { CacheSettings } from './cache-options.ts'

/** A session as it is cached: its record as text. */
export interface Entry {
  readonly record: SessionRecord
  /** The record taken apart, once somebody needed it. Nothing of it is ever changed, and data stays text. */
  stored: StoredSession | null
  /** Revisions that are known to be older: messages about them may still arrive. The newest first. */
  readonly older: readonly string[]
  /** When the read or write that brought it was sent, by the cache's own time. */
  readonly sentAt: number
}

const beyondLatin1 = /[\u0100-\uffff]/

/** What an entry costs beside its texts: its objects, its place, the meta taken apart. Measured on V8. */
const perEntry = 1100

/** What is cached, bounded in number and in bytes; the least recently used goes first. */
export class Entries {
  readonly #entries: LRUCache<string, Entry>

  constructor({ maxEntries, maxBytes }: CacheSettings) {
    this.#entries = new LRUCache({ max: maxEntries, maxSize: maxBytes, sizeCalculation: footprint })
  }

  get size(): number {
    return this.#entries.size
  }

  get bytes(): number {
    return this.#entries.calculatedSize
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id)
  }

  /** Without marking it as used. */
  peek(id: string): Entry | undefined {
    return this.#entries.peek(id)
  }

  set(entry: Entry): void {
    const { id, owner } = entry.record
    const record = {
      ...entry.record,
      id: ownText(id),
      owner: owner === null ? null : ownText(owner),
    }
    const stored = entry.stored && { ...entry.stored, record }
    this.#entries.set(record.id, { ...entry, record, stored })
  }

  delete(id: string): boolean {
    return this.#entries.delete(id)
  }

  deleteOwned(owner: string): void {
    for (const [id, { record }] of this.#entries.entries()) {
      if (record.owner === owner) this.#entries.delete(id)
    }
  }

  clear(): void {
    this.#entries.clear()
  }
}

/**
 * The same text on its own. What was cut out of a longer text keeps all of that in memory, and an id
 * may have been cut out of a request's header.
 */
function ownText(text: string): string {
  return ` ${text}`.slice(1)
}

/**
 * An estimate of the memory that an entry takes, in bytes. V8 keeps a text in one byte a character as
 * long as all of it is Latin-1, and in two otherwise.
 */
function footprint({ record: { payload, owner } }: Entry): number {
  const text = owner === null ? payload.length : payload.length + owner.length
  return perEntry + (beyondLatin1.test(payload) ? text * 2 : text)
}
