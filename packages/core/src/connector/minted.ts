const most = 10_000

/** The tokens that were handed out and not stored yet: the only ones that may begin a session (R12). Bounded; the oldest go first. */
export class Minted {
  readonly #tokens = new Set<string>()

  add(token: string): void {
    this.#tokens.add(token)
    if (this.#tokens.size <= most) return
    const [oldest] = this.#tokens
    if (oldest !== undefined) this.#tokens.delete(oldest)
  }

  /** True once for each token that was added. */
  take(token: string): boolean {
    return this.#tokens.delete(token)
  }
}
