import { SessionUnavailableError } from '../errors.ts'

/** A call that waits for its answer. */
export interface Waiting {
  /** Called at the deadline. */
  readonly fail: (error: Error) => void
  /** Where it stands among those that wait; the window's own. */
  place: number
}

/** What calls that begin at about the same time share. */
export class Window {
  readonly #controller = new AbortController()
  readonly #waiting: Waiting[] = []

  /** Aborted at the deadline. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  join(call: Waiting): void {
    call.place = this.#waiting.length
    this.#waiting.push(call)
  }

  /** Leaves with an answer. `false`: it has left before. */
  leave(call: Waiting): boolean {
    if (this.#waiting[call.place] !== call) return false
    const last = this.#waiting.pop()
    if (last && last !== call) {
      this.#waiting[call.place] = last
      last.place = call.place
    }
    return true
  }

  expire(ms: number): void {
    if (this.#waiting.length === 0) return
    const error = new SessionUnavailableError(`The backend did not answer within ${ms} ms.`)
    this.#controller.abort(error)
    for (const { fail } of [...this.#waiting]) fail(error)
  }
}

/**
 * Ends calls that take too long. Calls that begin within a twentieth of the deadline share one
 * timer and one `AbortSignal`, so a call costs a place in a list; its bound is between one and 1.05
 * deadlines.
 */
export class Deadline {
  readonly #ms: number
  #window: Window | undefined
  #until = 0

  /** `ms`: the deadline in milliseconds. */
  constructor(ms: number) {
    this.#ms = ms
  }

  /** The window of a call that begins now. */
  window(): Window {
    const now = performance.now()
    if (this.#window && now < this.#until) return this.#window
    const share = this.#ms / 20
    const window = new Window()
    // A pending deadline must not keep the process alive.
    const timer: unknown = setTimeout(() => window.expire(this.#ms), this.#ms + share)
    if (isTimer(timer)) timer.unref()
    this.#window = window
    this.#until = now + share
    return window
  }
}

function isTimer(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer
}
