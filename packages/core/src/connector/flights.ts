/**
 * Joins concurrent reads of one session into one. A read that began before a write made here is not
 * joined any more. A failed read is remembered by nobody.
 */
export class Flights<R> {
  readonly #flights = new Map<string, Promise<R>>()

  /** The read of `key` that is under way, or the one that `start` begins. It ends with {@link landed}. */
  join(key: string, start: () => Promise<R>): Promise<R> {
    const known = this.#flights.get(key)
    if (known) return known
    const flight = start()
    this.#flights.set(key, flight)
    return flight
  }

  /** Keeps later reads from joining one that is over, well or not. Whoever joined it calls this. */
  landed(key: string, flight: Promise<R>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }

  /** Keeps later reads from joining what began before now. */
  forget(key: string): void {
    this.#flights.delete(key)
  }

  forgetAll(): void {
    this.#flights.clear()
  }
}
