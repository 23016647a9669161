import { LRUCache } from 'lru-cache'
import type { SessionRecord } from '../backend.ts'
import type { CacheSettings } from './cache-options.ts'

/** A session as it is cached: its texts, which are taken apart at every hit, and little beside them. */
export interface Entry extends Content {
  /** Revisions that are known to be older: messages about them may still arrive. The newest first. */
  readonly older: readonly string[]
  /** When the read or write that brought it was sent, by the cache's own time. */
  readonly sentAt: number
}

/** What there is to keep of a record: it is kept under its id, and its payload has its absolute end as well. */
type Content = Pick<SessionRecord, 'revision' | 'owner' | 'expiresAt' | 'payload'>

const beyondLatin1 = /[\u0100-\uffff]/

/**
 * What an entry costs beside its texts: its id and revision, its object, its place, and twice as much
 * again for what tables and V8 keep to spare where entries come and go. Measured on V8.
 */
const perEntry = 720
/** What an older revision costs. */
const perOlder = 48

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

  set(
    id: string,
    { revision, owner, expiresAt, payload }: Content,
    { older, sentAt }: Pick<Entry, 'older' | 'sentAt'>,
  ): void {
    this.#entries.set(ownText(id), {
      revision: ownText(revision),
      owner: owner === null ? null : ownText(owner),
      expiresAt,
      payload: ownText(payload),
      older,
      sentAt,
    })
  }

  delete(id: string): boolean {
    return this.#entries.delete(id)
  }

  deleteOwned(owner: string): void {
    for (const [id, entry] of this.#entries.entries()) {
      if (entry.owner === owner) this.#entries.delete(id)
    }
  }

  clear(): void {
    this.#entries.clear()
  }
}

/**
 * The same text on its own. What was cut out of a longer text keeps all of that in memory: an id may
 * have been cut out of a request's header, and the rest out of a driver's answer. What is joined is
 * written anew.
 */
function ownText(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join('')
}

/**
 * An estimate of the memory that an entry takes, in bytes. V8 keeps a text in one byte a character as
 * long as all of it is Latin-1, and in two otherwise.
 */
function footprint({ payload, owner, older }: Entry): number {
  const text = owner === null ? payload.length : payload.length + owner.length
  return perEntry + perOlder * older.length + (beyondLatin1.test(payload) ? text * 2 : text)
}
