import { Places } from './places.ts'

class Flight<R> {
  reading: Promise<R> | undefined

  get idle(): boolean {
    return this.reading === undefined
  }
}

/** The reads under way, so that parallel loads of one session share one. A failed one is remembered by nobody. */
export class Flights<R> {
  readonly #flights = new Places(() => new Flight<R>())

  /** The read of `key` that is under way, if nothing was written since it was sent, as far as this process knows. */
  get(key: string): Promise<R> | undefined {
    return this.#flights.get(key)?.reading
  }

  /** Lets others join a read, until it has {@link landed}. */
  begin(key: string, reading: Promise<R>): void {
    this.#flights.at(key).reading = reading
  }

  /** Keeps later reads from joining one that is over, well or not. */
  landed(key: string, reading: Promise<R>): void {
    const flight = this.#flights.get(key)
    if (flight?.reading === reading) flight.reading = undefined
  }

  /** Keeps later reads from joining what began before now; `null`: of any session. */
  forget(key: string | null): void {
    const forgotten = key === null ? this.#flights.all() : [this.#flights.get(key)]
    for (const flight of forgotten) {
      if (flight) flight.reading = undefined
    }
  }
}
