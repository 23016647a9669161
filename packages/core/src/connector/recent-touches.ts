const most = 10_000

/** Remembers the last touches of this process, so that parallel requests make one between them. */
export class RecentTouches {
  readonly #expiry = new Map<string, number>()

  /** True if a touch to `expiresAt` is news: the last one remembered is at least `interval` ms behind it. */
  begin(id: string, expiresAt: number, interval: number): boolean {
    const last = this.#expiry.get(id)
    if (last !== undefined && Math.abs(expiresAt - last) < interval) return false
    this.#expiry.delete(id)
    this.#expiry.set(id, expiresAt)
    if (this.#expiry.size > most) this.#dropOldest()
    return true
  }

  failed(id: string): void {
    this.#expiry.delete(id)
  }

  #dropOldest(): void {
    const [oldest] = this.#expiry.keys()
    if (oldest !== undefined) this.#expiry.delete(oldest)
  }
}
