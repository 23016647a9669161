/**
 * Joins concurrent reads of one session into one. A read that began before a write made here is not
 * joined any more. A failed read is remembered by nobody.
 */
export class Flights<R> {
  readonly #flights = new Map<string, Promise<R>>()

  /** The read of `key` that is under way, or the one that `start` begins. */
  join(key: string, start: () => Promise<R>): Promise<R> {
    const under = this.#flights.get(key)
    if (under) return under
    const flight = start()
    this.#flights.set(key, flight)
    const landed = (): void => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    }
    flight.then(landed, landed)
    return flight
  }

  /** Keeps later reads from joining what began before now. */
  forget(key: string): void {
    this.#flights.delete(key)
  }

  forgetAll(): void {
    this.#flights.clear()
  }
}
