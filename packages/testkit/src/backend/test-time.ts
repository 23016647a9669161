import type { Call } from '@sojourn/core'

/** Seconds, minutes, hours and days in milliseconds. */
export const second: number = 1000
export const minute: number = 60 * second
export const hour: number = 60 * minute
export const day: number = 24 * hour

/**
 * The clock of one test. It starts at the real time, so that a store which also keeps physical time
 * to live agrees with it, and moves only when told.
 */
export class TestTime {
  #now: number = Date.now()

  /** The time in milliseconds. */
  get now(): number {
    return this.#now
  }

  /** Lets time pass. */
  advance(milliseconds: number): void {
    this.#now += milliseconds
  }

  /** A call made now, with no deadline but the test's own. */
  call(): Call
  /** The same with options of a verb. */
  call<Options extends object>(options: Options): Call & Options
  call(options: object = {}): Call {
    return { ...options, now: this.#now, signal: new AbortController().signal }
  }
}
