import type { Key } from '@sojourn/core/crypto'

/** What is worked out once for each key of a ring. */
export class PerKey<T> {
  readonly #make: (key: Key) => T
  readonly #made = new Map<string, T>()

  constructor(make: (key: Key) => T) {
    this.#make = make
  }

  of(key: Key): T {
    const known = this.#made.get(key.id)
    if (known !== undefined) return known
    const made = this.#make(key)
    this.#made.set(key.id, made)
    return made
  }
}
