import type { Call, SessionBackend, SessionRecord, Watch, WatchEvent } from '@sojourn/core'
import { MapBackend } from './map-backend.ts'

/** One store that several processes use, each through a `WatchedBackend`. It publishes what they change. */
export class SharedStore {
  readonly records = new Map<string, SessionRecord>()
  readonly backends = new Set<WatchedBackend>()

  publish(event: WatchEvent): void {
    for (const backend of this.backends) backend.hear(event)
  }
}

/** One process's way to a shared store. Its watch can hold messages, lose them, and be lost. */
export class WatchedBackend extends MapBackend implements SessionBackend {
  /** Messages that have not arrived yet, while `holding`. */
  readonly arriving: WatchEvent[] = []
  holding = false
  /** Half-open: messages are lost, and nobody knows. */
  deaf = false
  alive = false
  /** A bulk delete is done, and nobody is told so. */
  bulkAnswersGetLost = false
  watches = 0
  /** Whether its watch promises to tell of what was done here; it does so in any case. */
  echoes = false
  readonly #store: SharedStore
  #listener: ((event: WatchEvent) => void) | null = null

  constructor(store: SharedStore) {
    super(store.records)
    this.#store = store
    store.backends.add(this)
  }

  async watch(listener: (event: WatchEvent) => void): Promise<Watch> {
    this.watches++
    this.#listener = listener
    this.recover()
    const isAlive = (): boolean => this.alive
    return {
      echoes: this.echoes,
      get alive() {
        return isAlive()
      },
      close: async () => {
        this.alive = false
        this.#listener = null
      },
    }
  }

  /** The loss of the watch is noticed. */
  lose(): void {
    this.alive = false
    this.arriving.length = 0
    this.#listener?.({ id: null })
  }

  /** The watch is there again. */
  recover(): void {
    this.deaf = false
    this.#listener?.({ id: null })
    this.alive = this.#listener !== null
  }

  hear(event: WatchEvent): void {
    if (!this.#listener || this.deaf) return
    if (this.holding) this.arriving.push(event)
    else this.#listener(event)
  }

  /** Lets what was held arrive: all, or so many. */
  arrive(count = this.arriving.length): void {
    for (const event of this.arriving.splice(0, count)) this.#listener?.(event)
  }

  async deleteByOwner(owner: string, call: Call & { readonly except?: string }): Promise<number> {
    this.calls.push('delete')
    const owned = [...this.records.values()].filter((record) => record.owner === owner)
    const ids = owned.map(({ id }) => id).filter((id) => id !== call.except)
    for (const id of ids) this.records.delete(id)
    if (this.bulkAnswersGetLost) throw new Error('connection lost')
    for (const id of ids) this.#store.publish({ id })
    return ids.length
  }

  protected override changed(event: WatchEvent): void {
    this.#store.publish(event)
  }
}
