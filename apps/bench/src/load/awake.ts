import { cpus } from 'node:os'

/**
 * Keeps this process from sleeping between answers: waking it is work for the one who sends the
 * answer, so that a slower server, whose clients sleep more, would look slower than it is. Measures
 * meanwhile how much there was to do.
 */
export class Awake {
  readonly #startedAt = performance.now()
  #turnedAt = this.#startedAt
  #idle = 0
  #answered = false
  #stopped = false

  constructor() {
    // On a single core it would take the server's time.
    if (cpus().length > 1) this.#turn()
  }

  /** An answer came. */
  answered(): void {
    this.#answered = true
  }

  /** Ends it, and tells the share of the time in which answers came. */
  stop(): number {
    this.#stopped = true
    return 1 - this.#idle / (performance.now() - this.#startedAt)
  }

  #turn(): void {
    const now = performance.now()
    if (!this.#answered) this.#idle += now - this.#turnedAt
    this.#turnedAt = now
    this.#answered = false
    if (!this.#stopped) setImmediate(() => this.#turn())
  }
}
