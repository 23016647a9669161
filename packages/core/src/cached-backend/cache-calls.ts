import type { Fault } from '../backend.ts'
import { Breaker } from '../connector/breaker.ts'
import { Deadline, type Waiting } from '../connector/deadline.ts'
import { SessionUnavailableError } from '../errors.ts'

/** The cache failed repeatedly, and is left alone for a second. */
export class CacheAtRestError extends Error {
  override readonly name = 'CacheAtRestError'

  constructor() {
    super('The cache failed repeatedly; it is tried again in a second.')
  }
}

/** True when a call was not answered in time, or not made. */
export function isSlow(error: unknown): boolean {
  return error instanceof CacheAtRestError || error instanceof SessionUnavailableError
}

/**
 * Calls to the cache, each under a deadline of its own, so that a slow cache cannot use up the
 * request's, and behind a breaker, so that one that is down costs its deadline once a second and not
 * at every request. Faults that a caller survives are told to whoever listens.
 */
export class CacheCalls {
  readonly #deadline: Deadline
  readonly #breaker = new Breaker(() => performance.now())
  readonly #listeners = new Set<(fault: Fault) => void>()

  /** `deadlineMs`: milliseconds for one call. */
  constructor(deadlineMs: number) {
    this.#deadline = new Deadline(deadlineMs)
  }

  /**
   * One call. Rejects with what the cache threw, when its time is up, and while it is left alone. The
   * same steps as those of `BackendCalls`, which takes its retry into the same promise (decision 8).
   */
  run<R>(verb: (signal: AbortSignal) => Promise<R>): Promise<R> {
    return new Promise((resolve, reject) => {
      if (!this.#breaker.admits()) {
        reject(new CacheAtRestError())
        return
      }
      const window = this.#deadline.window()
      const failed = (error: unknown): void => {
        // Otherwise the deadline came first, and what comes after it is nobody's.
        if (!window.leave(waiting)) return
        this.#breaker.failed()
        reject(error)
      }
      const waiting: Waiting = { fail: failed, place: 0 }
      window.join(waiting)
      try {
        verb(window.signal).then((answer) => {
          if (!window.leave(waiting)) return
          this.#breaker.succeeded()
          resolve(answer)
        }, failed)
      } catch (error) {
        failed(error)
      }
    })
  }

  /** Does what the caller can do without: a fault is told, and no error. */
  async survive(operation: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.report(operation, error)
    }
  }

  report(operation: string, error: unknown): void {
    for (const listener of this.#listeners) {
      try {
        listener({ operation: `cache.${operation}`, error })
      } catch {
        // A listener cannot change the outcome of what it is told about.
      }
    }
  }

  onFault(listener: (fault: Fault) => void): () => void {
    // Its own function each time: the same listener may be given twice.
    const told = (fault: Fault): void => listener(fault)
    this.#listeners.add(told)
    return () => void this.#listeners.delete(told)
  }
}
