import type { Call, SessionBackend } from '../backend.ts'
import type { ConnectorContext } from '../connector/context.ts'
import type { StoreFor } from '../connector/store.ts'
import { SessionUnavailableError, UnsupportedOperationError } from '../errors.ts'
import { decodeRecord } from '../record/stored-session.ts'
import { inTime } from './in-time.ts'
import { type SessionInfo, sessionInfo } from './session-info.ts'

const idShape = /^[A-Za-z0-9_-]{22}$/

/** Everything about all sessions of a user. Works on ids and owners, which are public: so it checks. */
export class Accounts {
  readonly #store: StoreFor
  readonly #context: ConnectorContext

  constructor(store: StoreFor, context: ConnectorContext) {
    this.#store = store
    this.#context = context
  }

  async *list(userId: string): AsyncGenerator<SessionInfo> {
    const what = 'list the sessions of a user'
    const list = this.#power('listByOwner', what)
    const { backend } = this.#store(what)
    const { lifetime, limits, clock, deadline } = this.#context
    const records = inTime(deadline, (signal) =>
      list.call(backend, userId, { now: clock(), signal }),
    )
    try {
      for await (const record of records) {
        const stored = decodeRecord(record, limits)
        const info = stored && sessionInfo(stored, lifetime, clock())
        if (info?.userId === userId) yield info
      }
    } catch (cause) {
      throw this.#unavailable(backend.name, 'list sessions', cause)
    }
  }

  async revoke(id: string, userId: string): Promise<boolean> {
    const { calls } = this.#store('end a session by its id')
    if (!idShape.test(id)) return false
    const record = await calls.read(id, true)
    if (!record || record.id !== id || record.owner !== userId) return false
    await calls.delete(id)
    this.#context.events.emit('destroyed', { id, userId })
    return true
  }

  /** Throws where `revokeForUser` would. */
  assertRevokes(): void {
    this.#power('deleteByOwner', 'end the sessions of a user')
  }

  async revokeForUser(userId: string, except: string | undefined): Promise<number> {
    const what = 'end the sessions of a user'
    const remove = this.#power('deleteByOwner', what)
    const { backend } = this.#store(what)
    const call = this.#call()
    try {
      const ended = await remove.call(
        backend,
        userId,
        except === undefined ? call : { ...call, except },
      )
      this.#context.events.emit('destroyed', { id: null, userId })
      return ended
    } catch (cause) {
      throw this.#unavailable(backend.name, what, cause)
    }
  }

  async revokeAll(): Promise<void> {
    await this.#store('end every session').calls.clear()
    this.#context.events.emit('destroyed', { id: null, userId: null })
  }

  /** Without the deadline of a single call: as many records as there are take as long as they take. */
  #call(): Call {
    return { now: this.#context.clock(), signal: new AbortController().signal }
  }

  #power<P extends 'listByOwner' | 'deleteByOwner'>(
    power: P,
    what: string,
  ): NonNullable<SessionBackend[P]> {
    const { backend } = this.#store(what)
    const method = backend[power]
    if (method) return method
    throw new UnsupportedOperationError(
      `The ${backend.name} backend cannot ${what}. The memory, db and redis backends can.`,
    )
  }

  #unavailable(name: string, operation: string, cause: unknown): Error {
    const error = new SessionUnavailableError(`The ${name} backend could not ${operation}.`, {
      cause,
    })
    this.#context.events.emit('unavailable', { operation, error })
    return error
  }
}
