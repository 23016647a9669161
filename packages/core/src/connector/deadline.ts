import { SessionUnavailableError } from '../errors.ts'

interface Window {
  readonly until: number
  readonly controller: AbortController
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

  /** `ms`: the deadline in milliseconds. */
  constructor(ms: number) {
    this.#ms = ms
  }

  run<R>(start: (signal: AbortSignal) => Promise<R>): Promise<R> {
    const { controller, waiting } = this.#current()
    return new Promise<R>((resolve, reject) => {
      waiting.add(reject)
      start(controller.signal).then(
        (value) => {
          waiting.delete(reject)
          resolve(value)
        },
        (error: unknown) => {
          waiting.delete(reject)
          reject(error)
        },
      )
    })
  }

  #current(): Window {
    const now = performance.now()
    if (this.#window && now < this.#window.until) return this.#window
    const share = this.#ms / 20
    const window: Window = {
      until: now + share,
      controller: new AbortController(),
      waiting: new Set(),
    }
    // A pending deadline must not keep the process alive.
    const timer: unknown = setTimeout(() => expire(window, this.#ms), this.#ms + share)
    if (isTimer(timer)) timer.unref()
    this.#window = window
    return window
  }
}

function expire({ controller, waiting }: Window, ms: number): void {
  if (waiting.size === 0) return
  const error = new SessionUnavailableError(`The backend did not answer within ${ms} ms.`)
  controller.abort(error)
  for (const reject of waiting) reject(error)
  waiting.clear()
}

function isTimer(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer
}
