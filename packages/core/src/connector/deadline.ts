import { SessionUnavailableError } from '../errors.ts'

/** What calls that begin at about the same time share. */
export interface Window {
  /** Aborted at the deadline. */
  readonly signal: AbortSignal
  /** What to tell of a missed deadline. Whoever has its answer leaves. */
  readonly waiting: Set<(error: Error) => void>
}

/**
 * Ends calls that take too long. Calls that begin within a twentieth of the deadline share one
 * timer and one `AbortSignal`, so a call costs a place in a set; its bound is between one and 1.05
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
    const controller = new AbortController()
    const window: Window = { signal: controller.signal, waiting: new Set() }
    // A pending deadline must not keep the process alive.
    const timer: unknown = setTimeout(() => expire(window, controller, this.#ms), this.#ms + share)
    if (isTimer(timer)) timer.unref()
    this.#window = window
    this.#until = now + share
    return window
  }
}

function expire({ waiting }: Window, controller: AbortController, ms: number): void {
  if (waiting.size === 0) return
  const error = new SessionUnavailableError(`The backend did not answer within ${ms} ms.`)
  controller.abort(error)
  for (const fail of waiting) fail(error)
}

function isTimer(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer
}
