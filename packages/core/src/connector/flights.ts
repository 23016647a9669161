/** The reads under way, so that parallel loads of one session share one. A failed one is remembered by nobody. */
export class Flights<R> {
  readonly #flights = new Map<string, Promise<R>>()

  /** The read of `key` that is under way, if nothing was written since it was sent, as far as this process knows. */
  get(key: string): Promise<R> | undefined {
    return this.#flights.get(key)
  }

  /** Lets others join a read, until it has {@link landed}. */
  begin(key: string, flight: Promise<R>): void {
    this.#flights.set(key, flight)
  }

  /** Keeps later reads from joining one that is over, well or not. */
  landed(key: string, flight: Promise<R>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }

  /** Keeps later reads from joining what began before now; `null`: of any session. */
  forget(key: string | null): void {
    if (key === null) this.#flights.clear()
    else this.#flights.delete(key)
  }
}
