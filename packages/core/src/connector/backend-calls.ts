import type { Call, SessionBackend, SessionRecord, UpdateHints } from '../backend.ts'
import type { Echoes } from '../cache/echoes.ts'
import type { Clock } from '../clock.ts'
import { isSessionError, SessionUnavailableError } from '../errors.ts'
import type { SessionEmitter } from '../events.ts'
import { randomBelow } from '../tokens/random.ts'
import { Breaker } from './breaker.ts'
import type { ConnectorContext, MaxSessions } from './context.ts'
import { Deadline, type Waiting } from './deadline.ts'

type Verb<R> = (call: Call) => Promise<R>

/**
 * The backend behind a deadline, a breaker and the retry rule of each verb: a read, a delete and a
 * touch may be repeated once; a write whose answer was lost is settled by reading back, never by
 * doing it again blindly. Every failure becomes `SessionUnavailableError`.
 */
export class BackendCalls {
  readonly #backend: SessionBackend
  readonly #clock: Clock
  readonly #events: SessionEmitter
  readonly #deadline: Deadline
  readonly #breaker: Breaker
  readonly #echoes: Echoes | null

  /** `echoes`: what a write that is done waits for; `null`: nothing. */
  constructor(
    backend: SessionBackend,
    { clock, events, deadline }: Pick<ConnectorContext, 'clock' | 'events' | 'deadline'>,
    echoes: Echoes | null,
  ) {
    this.#backend = backend
    this.#echoes = echoes
    this.#clock = clock
    this.#events = events
    this.#deadline = new Deadline(deadline)
    this.#breaker = new Breaker(clock)
  }

  /** True where an answer to `read` may be behind the authority. */
  get readsCopies(): boolean {
    return this.#backend.readsCopies === true
  }

  read(id: string, fresh = false): Promise<SessionRecord | null> {
    return this.#twice('read', (call) => this.#backend.read(id, fresh ? { ...call, fresh } : call))
  }

  delete(id: string): Promise<boolean> {
    const remove = (): Promise<boolean> =>
      this.#twice('delete', (call) => this.#backend.delete(id, call))
    return this.#echoes?.after({ id, revision: null }, remove, (was) => was) ?? remove()
  }

  touch(id: string, expiresAt: number, base: string): Promise<boolean> {
    return this.#twice('touch', (call) => this.#backend.touch(id, expiresAt, base, call))
  }

  /** Takes as long as it takes: a store may hold millions. */
  async clear(): Promise<void> {
    try {
      await this.#backend.clear({ now: this.#clock(), signal: new AbortController().signal })
    } catch (cause) {
      throw this.#unavailable('clear', cause)
    }
  }

  /** Not repeated: a place that was given twice would evict twice. */
  admit(record: SessionRecord, { limit, policy }: MaxSessions): Promise<string[] | false> {
    return this.once('admit', (call) => {
      const admit = this.#backend.admit?.(record, { ...call, max: limit, policy })
      return admit ?? Promise.reject(new Error('The backend has no admit.'))
    })
  }

  create(record: SessionRecord): Promise<boolean> {
    const attempt = (call: Call): Promise<boolean> => this.#backend.create(record, call)
    return this.#call('create', attempt, async (error) => {
      const found = await this.#readBack(record.id, error)
      if (found === null) return this.once('create', attempt)
      if (found.revision === record.revision) return true
      throw unknownOutcome(error)
    })
  }

  update(
    record: SessionRecord,
    base: string,
    how: UpdateHints,
  ): Promise<'updated' | 'gone' | SessionRecord> {
    const replace = (): Promise<'updated' | 'gone' | SessionRecord> =>
      this.#update(record, base, how)
    return this.#echoes?.after(record, replace, (answer) => answer === 'updated') ?? replace()
  }

  #update(
    record: SessionRecord,
    base: string,
    how: UpdateHints,
  ): Promise<'updated' | 'gone' | SessionRecord> {
    const attempt = (call: Call): Promise<'updated' | 'gone' | SessionRecord> =>
      this.#backend.update(record, base, { ...call, ...how })
    return this.#call('update', attempt, async (error) => {
      const found = await this.#readBack(record.id, error)
      if (found === null) return 'gone'
      if (found.revision === record.revision) return 'updated'
      if (found.revision !== base) throw unknownOutcome(error)
      const answer = await this.once('update', attempt)
      if (typeof answer !== 'object') return answer
      // The first attempt was still under way and has won: it was ours.
      if (answer.revision === record.revision) return 'updated'
      // Somebody else's, built on `base` or on our first attempt: nobody can tell.
      throw unknownOutcome(error)
    })
  }

  /** One call under the deadline and the breaker, without a retry. */
  once<R>(operation: string, verb: Verb<R>): Promise<R> {
    return this.#call(operation, verb, undefined)
  }

  #twice<R>(operation: string, verb: Verb<R>): Promise<R> {
    return this.#call(operation, verb, async () => {
      await moment()
      return this.once(operation, verb)
    })
  }

  /**
   * Every request comes through here: one promise for the deadline, the breaker and the answer.
   * `recover` is what follows a fault. A backend that is slow or known to be down gets no second call.
   */
  #call<R>(
    operation: string,
    verb: Verb<R>,
    recover: ((error: SessionUnavailableError) => Promise<R>) | undefined,
  ): Promise<R> {
    return new Promise((resolve, reject) => {
      if (!this.#breaker.admits()) {
        reject(
          new SessionUnavailableError(
            'The backend failed repeatedly; it is tried again in a second.',
          ),
        )
        return
      }
      const window = this.#deadline.window()
      const failed = (cause: unknown): void => {
        // Otherwise the deadline came first, and what comes after it is nobody's.
        if (!window.leave(waiting)) return
        this.#breaker.failed()
        const error = this.#unavailable(operation, cause)
        if (recover && isFault(error)) resolve(recover(error))
        else reject(error)
      }
      const waiting: Waiting = { fail: failed, place: 0 }
      window.join(waiting)
      try {
        verb({ now: this.#clock(), signal: window.signal }).then((answer) => {
          if (!window.leave(waiting)) return
          this.#breaker.succeeded()
          resolve(answer)
        }, failed)
      } catch (error) {
        failed(error)
      }
    })
  }

  async #readBack(id: string, error: SessionUnavailableError): Promise<SessionRecord | null> {
    await moment()
    return this.once('read', (call) => this.#backend.read(id, { ...call, fresh: true })).catch(
      () => {
        throw unknownOutcome(error)
      },
    )
  }

  #unavailable(operation: string, cause: unknown): SessionUnavailableError {
    const error =
      cause instanceof SessionUnavailableError
        ? cause
        : new SessionUnavailableError(`The ${this.#backend.name} backend could not ${operation}.`, {
            cause,
          })
    this.#events.emit('unavailable', { operation, error: isSessionError(cause) ? cause : error })
    return error
  }
}

/** 5 to 25 milliseconds, for a driver to connect again, and for callers to spread. */
function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5 + randomBelow(20)))
}

// A fault has a cause: the backend itself threw. Without one it was our deadline or our breaker.
function isFault(error: SessionUnavailableError): boolean {
  return error.cause !== undefined
}

function unknownOutcome(cause: unknown): SessionUnavailableError {
  return new SessionUnavailableError(
    'The outcome of a write is unknown: its answer was lost. Load the session again to see.',
    { cause },
  )
}
