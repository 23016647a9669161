import type { Call, SessionBackend, SessionRecord } from '../backend.ts'
import { SessionUnavailableError } from '../errors.ts'
import type { Parts } from './records.ts'

/** How often the sessions of an owner are listed again, where more keep coming. */
const mostRounds = 10

/** What became of a session that was to end; `fault`: why its copy may still be there. */
interface End {
  readonly removed: boolean
  readonly fault: unknown
}

/** A tombstone that was put, by its revision; or why it was not. */
interface Closed {
  readonly revision?: string
  readonly fault: unknown
}

/** The verbs that end sessions: they succeed when neither the database nor the cache has them any more. */
export class Ending {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async delete(id: string, call: Call): Promise<boolean> {
    call.signal.throwIfAborted()
    if (!this.#parts.keys.isId(id)) return this.#parts.source.delete(id, call)
    const { removed, fault } = await this.#end(id, call, () => this.#parts.source.delete(id, call))
    if (fault !== undefined) throw notRemoved(fault)
    return removed
  }

  /**
   * Id by id, since a copy is found by its id alone: each session that is listed, if it is still the
   * owner's when its turn comes. Lists again until none is left, for a sign-in that was under way.
   */
  async deleteByOwner(
    owner: string,
    call: Call & { readonly except?: string },
    list: NonNullable<SessionBackend['listByOwner']>,
  ): Promise<number> {
    call.signal.throwIfAborted()
    const source = this.#parts.source
    // As of 0 nothing has expired: those go as well.
    const ever = { ...call, now: 0 }
    let count = 0
    let fault: unknown
    for (let round = 0, left = true; left && round < mostRounds; round++) {
      left = false
      const ids: string[] = []
      for await (const { id } of list.call(source, owner, ever)) {
        if (id !== call.except) ids.push(id)
      }
      for (const id of ids) {
        const end = await this.#end(id, call, async () => {
          const record = await source.read(id, { ...ever, fresh: true })
          return record?.owner === owner && source.delete(id, call)
        })
        left ||= end.removed
        count += end.removed ? 1 : 0
        fault ??= end.fault
      }
    }
    if (fault !== undefined) throw notRemoved(fault)
    return count
  }

  /** A place under the owner's limit; the copies of whom it cost one go, or the new session does. */
  async admit(
    record: SessionRecord,
    call: Parameters<NonNullable<SessionBackend['admit']>>[1],
    admit: NonNullable<SessionBackend['admit']>,
  ): Promise<string[] | false> {
    call.signal.throwIfAborted()
    const { now } = call
    const evicted = await admit.call(this.#parts.source, record, call)
    if (evicted === false) return false
    let fault: unknown
    for (const id of evicted) {
      const closed = await this.#close(id, now)
      fault ??= closed.fault
    }
    if (fault !== undefined) {
      // Nobody has its token: it would only take up the place of another.
      await this.#parts.source.delete(record.id, call)
      throw notRemoved(fault)
    }
    await this.#parts.calls.survive('create', () => this.#parts.copies.add(record, now))
    return evicted
  }

  /** Empties the database, then the cache. */
  async clear(call: Call): Promise<void> {
    call.signal.throwIfAborted()
    await this.#parts.source.clear(call)
    try {
      await this.#parts.copies.clear(call)
    } catch (fault) {
      throw notRemoved(fault)
    }
  }

  /**
   * Keeps copies out, before the database is told, so that a process that dies on the way leaves no
   * copy of what has ended; and once more after it, for those whom the cache tells of changes. A cache
   * that fails keeps nobody from ending the session in the database.
   */
  async #end(id: string, { now }: Call, remove: () => Promise<boolean>): Promise<End> {
    const before = await this.#close(id, now)
    const removed = await remove()
    const { fault } = await this.#close(id, now, before.revision)
    return { removed, fault }
  }

  async #close(id: string, now: number, base?: string): Promise<Closed> {
    try {
      return { ...(await this.#parts.copies.close(id, now, base)), fault: undefined }
    } catch (fault) {
      return { fault: fault ?? new Error('The cache failed without a reason.') }
    }
  }
}

function notRemoved(cause: unknown): SessionUnavailableError {
  return new SessionUnavailableError(
    "What was to end is gone from the database; the cache's copy could not be removed, and may be served until it is too old. Try again when the cache answers.",
    { cause },
  )
}
