import type { Clock } from '../clock.ts'

const failuresToOpen = 5
const openFor = 1000

/**
 * Fails fast while a backend is down: after five failures in a row, calls are refused for a second,
 * then one is let through as a probe. It only ever turns "slow unavailable" into "fast unavailable".
 */
export class Breaker {
  readonly #clock: Clock
  #failures = 0
  #openedAt = 0
  #probing = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** False while calls are refused. A `true` while open makes the caller the probe. */
  admits(): boolean {
    if (this.#failures < failuresToOpen) return true
    const since = this.#clock() - this.#openedAt
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
    this.#failures++
    this.#probing = false
    this.#openedAt = this.#clock()
  }
}
