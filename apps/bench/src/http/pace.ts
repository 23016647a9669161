/** Shares a budget of time between slices that also take time of their own, however busy the machine is. */
export class Pace {
  readonly #budget: number
  readonly #least: number
  #end = Number.POSITIVE_INFINITY
  #left: number
  #measured = 0
  #taken = 0
  #done = 0
  #startedAt = 0

  /** `budget` and `least`, how long a slice is at least, are milliseconds. The budget runs from the first slice on. */
  constructor(budget: number, slices: number, least: number) {
    this.#budget = budget
    this.#left = slices
    this.#least = least
  }

  /** How long the next slice is measured. */
  next(): number {
    const now = performance.now()
    if (this.#done > 0) this.#taken += now - this.#startedAt
    else this.#end = now + this.#budget
    this.#startedAt = now
    const overhead = this.#done > 0 ? (this.#taken - this.#measured) / this.#done : 0
    const duration = Math.max(this.#least, (this.#end - now) / this.#left - overhead)
    this.#done++
    this.#left--
    this.#measured += duration
    return Math.round(duration)
  }

  /** How long the slices were on average, up to now. */
  get mean(): number {
    return this.#measured / this.#done
  }
}
