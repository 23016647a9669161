import type { Call, SessionBackend, SessionRecord, UpdateCall } from '../backend.ts'
import { SessionUnavailableError } from '../errors.ts'
import type { CacheCalls } from './cache-calls.ts'
import type { CacheKeys } from './cache-keys.ts'
import type { Copies } from './copies.ts'
import type { Buried } from './tombstones.ts'

/** What the verbs of a cached backend work with. */
export interface Parts {
  readonly source: SessionBackend
  readonly copies: Copies
  readonly calls: CacheCalls
  readonly keys: CacheKeys
}

/** The verbs on one record that end nothing. The database decides each of them. */
export class Records {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async create(record: SessionRecord, call: Call): Promise<boolean> {
    call.signal.throwIfAborted()
    const created = await this.#parts.source.create(record, call)
    if (created)
      await this.#parts.calls.survive('create', () => this.#parts.copies.add(record, call.now))
    return created
  }

  async read(id: string, call: Call & { readonly fresh?: boolean }): Promise<SessionRecord | null> {
    call.signal.throwIfAborted()
    if (call.fresh || !this.#parts.keys.isId(id)) return this.#readFresh(id, call)
    const look = await this.#parts.copies.look(id, call.now)
    if (look.kind === 'copy') return look.record
    // Past any replica: what is older than the look must not become a copy.
    const record = await this.#parts.source.read(id, { ...call, fresh: true })
    if (record) await this.#parts.copies.fill(record, look, call)
    return record
  }

  async update(
    record: SessionRecord,
    base: string,
    call: UpdateCall,
  ): Promise<'updated' | 'gone' | SessionRecord> {
    call.signal.throwIfAborted()
    if (!this.#parts.keys.isId(record.id)) return this.#parts.source.update(record, base, call)
    if (call.supersedes) return this.#supersede(record, base, call)
    const answer = await this.#parts.source.update(record, base, call)
    if (answer === 'updated') {
      await this.#parts.calls.survive('update', () => this.#parts.copies.step(record, base, call))
    } else if (answer === 'gone') {
      // A copy that is still there is one that the cache was not told of.
      await this.#parts.calls.survive('update', () => this.#parts.copies.doubt(record.id, call.now))
    }
    return answer
  }

  async touch(id: string, expiresAt: number, base: string, call: Call): Promise<boolean> {
    call.signal.throwIfAborted()
    const touched = await this.#parts.source.touch(id, expiresAt, base, call)
    if (touched) {
      await this.#parts.calls.survive('touch', () =>
        this.#parts.copies.touch(id, expiresAt, base, call.now),
      )
    }
    return touched
  }

  /** Past the cache. A copy of what is not there any more goes: so an end that failed can be repeated. */
  async #readFresh(id: string, call: Call): Promise<SessionRecord | null> {
    const record = await this.#parts.source.read(id, call)
    if (!record && this.#parts.keys.isId(id)) {
      await this.#parts.calls.survive('read', () => this.#parts.copies.drop(id, call.now))
    }
    return record
  }

  /**
   * A change of secret or owner. The copy goes first: where it cannot, nothing is written. A process
   * that dies on the way leaves a tombstone, and reads that ask the database.
   */
  async #supersede(
    record: SessionRecord,
    base: string,
    call: Call,
  ): Promise<'updated' | 'gone' | SessionRecord> {
    const { id } = record
    let stone: Buried
    try {
      stone = await this.#parts.copies.close(id, call.now, base)
    } catch (cause) {
      throw new SessionUnavailableError(
        "The cache's copy of a session could not be removed, so its secret or owner was not changed. Try again when the cache answers.",
        { cause },
      )
    }
    const answer = await this.#parts.source.update(record, base, call)
    // From here on a read of the database finds the new version. Until a tombstone of several writers
    // expires, one of them may still be about to write.
    if (!stone.shared) {
      await this.#parts.calls.survive('update', () =>
        this.#parts.copies.doubt(id, call.now, stone.revision),
      )
    }
    return answer
  }
}
