import type { Clock } from '../clock.ts'

const failuresToOpen = 5
const streakToOpen = 500
const openFor = 1000

/**
 * Fails fast while a backend is down: after five failures in a row over half a second or more, calls
 * are refused for a second, then one is let through as a probe. A blip that drops the calls of one
 * moment does not open it. It only ever turns "slow unavailable" into "fast unavailable".
 */
export class Breaker {
  readonly #clock: Clock
  #failures = 0
  #firstFailureAt = 0
  #lastFailureAt = 0
  #probing = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** False while calls are refused. A `true` while open makes the caller the probe. */
  admits(): boolean {
    if (this.#failures < failuresToOpen) return true
    if (this.#lastFailureAt - this.#firstFailureAt < streakToOpen) return true
    const since = this.#clock() - this.#lastFailureAt
    // A clock that was set back must not keep the breaker open.
    if (this.#probing || (since >= 0 && since < openFor)) return false
    this.#probing = true
    return true
  }

  succeeded(): void {
    this.#failures = 0
    this.#probing = false
  }

  failed(): void {
    this.#lastFailureAt = this.#clock()
    if (this.#failures === 0) this.#firstFailureAt = this.#lastFailureAt
    this.#failures++
    this.#probing = false
  }
}
