/** Where something may go on. */
interface Place {
  /** Whether nothing does any more. */
  readonly idle: boolean
}

/** How many places there are at least before idle ones go. */
const fewest = 64

/**
 * What goes on, by key. Idle places stay until there are as many again as others: a map that every
 * request empties and fills shrinks and grows with each, which was a twentieth of a read.
 */
export class Places<P extends Place> {
  readonly #places = new Map<string, P>()
  readonly #make: () => P
  #most = fewest

  /** `make`: a new place, for a key that has none. */
  constructor(make: () => P) {
    this.#make = make
  }

  get(key: string): P | undefined {
    return this.#places.get(key)
  }

  /** The place of a key, made where there is none. */
  at(key: string): P {
    const known = this.#places.get(key)
    if (known) return known
    if (this.#places.size >= this.#most) this.#dropIdle()
    const made = this.#make()
    this.#places.set(key, made)
    return made
  }

  all(): Iterable<P> {
    return this.#places.values()
  }

  #dropIdle(): void {
    for (const [key, place] of this.#places) {
      if (place.idle) this.#places.delete(key)
    }
    this.#most = Math.max(fewest, 2 * this.#places.size)
  }
}
