import type { SessionBackend, Watch, WatchEvent } from '../backend.ts'

/** How long after a watch could not be begun it is tried again, in milliseconds. */
const pause = 5000

/**
 * The one watch that everything of a connector shares: begun when the first part needs it, and told to
 * all. A backend without `watch` gives a feed that says nothing.
 */
export class ChangeFeed {
  /** Whether the backend tells of changes at all. */
  readonly tells: boolean
  readonly #backend: SessionBackend
  readonly #listeners = new Set<(event: WatchEvent) => void>()
  #watch: Watch | null = null
  #beginning: Promise<void> | null = null
  #tryAgainAt = Number.NEGATIVE_INFINITY
  #closed = false

  constructor(backend: SessionBackend) {
    this.#backend = backend
    this.tells = backend.watch !== undefined
  }

  /** True while messages are proven to arrive. */
  get alive(): boolean {
    return this.#watch?.alive ?? false
  }

  /** True while messages are proven to arrive, those about this process's own writes too. */
  get echoes(): boolean {
    return this.alive && this.#watch?.echoes === true
  }

  listen(listener: (event: WatchEvent) => void): void {
    this.#listeners.add(listener)
  }

  /** Begins the watch, if that is still to be done. One that cannot be begun is tried again when asked for later. */
  begin(): void {
    if (this.#watch || this.#beginning || this.#closed || !this.tells) return
    if (performance.now() < this.#tryAgainAt) return
    // Not at once: a watch may tell of something while it begins, and be asked for by whoever hears that.
    this.#beginning = Promise.resolve()
      .then(() => this.#begin())
      .finally(() => {
        this.#beginning = null
      })
  }

  /** Ends the watch. One that is still connecting, perhaps to a server that is away, is not waited for. */
  async close(): Promise<void> {
    this.#closed = true
    if (!this.#beginning) await this.#watch?.close()
  }

  async #begin(): Promise<void> {
    try {
      const watch = await this.#backend.watch?.((event) => this.#tell(event))
      if (this.#closed) await watch?.close()
      else this.#watch = watch ?? null
    } catch {
      // Whoever needs it does without: it is not alive.
      this.#tryAgainAt = performance.now() + pause
    }
  }

  #tell(event: WatchEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
