import type { Call, SessionBackend } from '../backend.ts'
import type { BackendCalls } from '../connector/backend-calls.ts'
import type { ConnectorContext } from '../connector/context.ts'
import { SessionUnavailableError, UnsupportedOperationError } from '../errors.ts'
import { decodeRecord } from '../record/stored-session.ts'
import { type SessionInfo, sessionInfo } from './session-info.ts'

const idShape = /^[A-Za-z0-9_-]{22}$/

/** Everything about all sessions of a user. Works on ids and owners, which are public: so it checks. */
export class Accounts {
  readonly #backend: SessionBackend
  readonly #calls: BackendCalls
  readonly #context: ConnectorContext

  constructor(backend: SessionBackend, calls: BackendCalls, context: ConnectorContext) {
    this.#backend = backend
    this.#calls = calls
    this.#context = context
  }

  async *list(userId: string): AsyncGenerator<SessionInfo> {
    const list = this.#power('listByOwner', 'list the sessions of a user')
    const { lifetime, limits } = this.#context
    try {
      for await (const record of list.call(this.#backend, userId, this.#call())) {
        const stored = decodeRecord(record, limits)
        const info = stored && sessionInfo(stored, lifetime, this.#context.clock())
        if (info?.userId === userId) yield info
      }
    } catch (cause) {
      throw this.#unavailable('list sessions', cause)
    }
  }

  async revoke(id: string, userId: string): Promise<boolean> {
    if (!idShape.test(id)) return false
    const record = await this.#calls.read(id, true)
    if (!record || record.id !== id || record.owner !== userId) return false
    await this.#calls.delete(id)
    this.#context.events.emit('destroyed', { id, userId })
    return true
  }

  async revokeForUser(userId: string, except: string | undefined): Promise<number> {
    const remove = this.#power('deleteByOwner', 'end the sessions of a user')
    const call = this.#call()
    try {
      const ended = await remove.call(
        this.#backend,
        userId,
        except === undefined ? call : { ...call, except },
      )
      this.#context.events.emit('destroyed', { id: null, userId })
      return ended
    } catch (cause) {
      throw this.#unavailable('end the sessions of a user', cause)
    }
  }

  async revokeAll(): Promise<void> {
    await this.#calls.clear()
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
    const method = this.#backend[power]
    if (method) return method
    throw new UnsupportedOperationError(
      `The ${this.#backend.name} backend cannot ${what}. The memory, db and redis backends can.`,
    )
  }

  #unavailable(operation: string, cause: unknown): Error {
    const error = new SessionUnavailableError(
      `The ${this.#backend.name} backend could not ${operation}.`,
      { cause },
    )
    this.#context.events.emit('unavailable', { operation, error })
    return error
  }
}
