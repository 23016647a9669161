/**
 * Joins concurrent reads of one session into one. A read that began before a write made here is not
 * joined any more. A failed read is remembered by nobody.
 */
export class Flights<R> {
  readonly #flights = new Map<string, Promise<R>>()

  /** The result of the read of `key` that is under way, or of the one that `start` begins. */
  async join(key: string, start: () => Promise<R>): Promise<R> {
    const flight = this.#flights.get(key) ?? start()
    this.#flights.set(key, flight)
    try {
      return await flight
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    }
  }

  /** Keeps later reads from joining what began before now. */
  forget(key: string): void {
    this.#flights.delete(key)
  }

  forgetAll(): void {
    this.#flights.clear()
  }
}
