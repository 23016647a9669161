import type { SessionTable } from './session-table.ts'

/**
 * How many slots each new session looks at. With eight, at most about a seventh more sessions are
 * held than are live, whatever the rate: a full round takes one new session for eight slots.
 */
const step = 8

/** Removes expired sessions a few at a time, whenever one is created: no timer, no long pause. */
export class Sweep {
  readonly #table: SessionTable
  #cursor = 0

  constructor(table: SessionTable) {
    this.#table = table
  }

  /** Looks at the next few slots and removes what has expired at `now`. */
  advance(now: number): void {
    const { length } = this.#table
    for (let looked = 0; looked < step && looked < length; looked++) {
      if (this.#cursor >= length) this.#cursor = 0
      if (this.#table.isExpired(this.#cursor, now)) this.#table.remove(this.#cursor)
      this.#cursor++
    }
  }
}
