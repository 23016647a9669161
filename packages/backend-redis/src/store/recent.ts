const capacity = 20_000

/**
 * The last 20,000 names that were met. A scan may give a name twice when Redis resizes a table on the
 * way, and then soon after the first time; remembering all of them would take memory without a bound.
 */
export class Recent {
  readonly #names = new Set<string>()

  /** Those of `names` that were not met lately, each once. */
  fresh(names: readonly string[]): string[] {
    return names.filter((name) => this.#meet(name))
  }

  #meet(name: string): boolean {
    if (this.#names.has(name)) return false
    this.#names.add(name)
    if (this.#names.size > capacity) {
      for (const oldest of this.#names) {
        this.#names.delete(oldest)
        break
      }
    }
    return true
  }
}
