import type { ChangeFeed } from '../cache/change-feed.ts'
import type { ConnectorContext } from '../connector/context.ts'
import type { StoreFor } from '../connector/store.ts'
import { effectiveEnd } from '../lifetime/expiry.ts'
import { decodeRecord } from '../record/stored-session.ts'

/** What happened to a session: its data or end changed; or it is over, or its token was replaced without grace. */
export type SessionNews = 'changed' | 'ended'

/** The bound within which news arrives where the backend tells of none, in milliseconds. */
const recheckEvery = 5000

const what = 'tell what becomes of a session'

interface Subscription {
  readonly id: string
  readonly listener: (news: SessionNews) => void
  generation: number | null
  revision: string | null
}

/**
 * Tells long-lived connections what becomes of their session: at once for what this process does and
 * for what a backend with `watch` tells, and by looking every five seconds.
 */
export class Subscriptions {
  readonly #store: StoreFor
  readonly #feed: ChangeFeed | null
  readonly #context: ConnectorContext
  readonly #all = new Set<Subscription>()
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(store: StoreFor, feed: ChangeFeed | null, context: ConnectorContext) {
    this.#store = store
    this.#feed = feed
    this.#context = context
    for (const name of ['saved', 'destroyed', 'expired'] as const) {
      context.events.on(name, ({ id }) => this.#look(id))
    }
    feed?.listen(({ id }) => this.#look(id))
  }

  add(id: string, listener: (news: SessionNews) => void): () => void {
    this.#store(what)
    const subscription: Subscription = { id, listener, generation: null, revision: null }
    this.#all.add(subscription)
    this.#start()
    void this.#check(subscription)
    return () => this.#remove(subscription)
  }

  close(): void {
    this.#all.clear()
    this.#stop()
  }

  #start(): void {
    this.#timer ??= setInterval(() => this.#look(null), recheckEvery)
    if (typeof this.#timer === 'object') this.#timer.unref()
    // Where there is no watch the five seconds hold.
    this.#feed?.begin()
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #remove(subscription: Subscription): void {
    this.#all.delete(subscription)
    if (this.#all.size === 0) this.#stop()
  }

  /** `null`: all of them. */
  #look(id: string | null): void {
    for (const subscription of this.#all) {
      if (id === null || subscription.id === id) void this.#check(subscription)
    }
  }

  async #check(subscription: Subscription): Promise<void> {
    try {
      const record = await this.#store(what).calls.read(subscription.id, true)
      const stored = record && decodeRecord(record, this.#context.limits)
      const { clock, lifetime } = this.#context
      const isOver =
        !stored || effectiveEnd(stored.meta, stored.record.expiresAt, lifetime) <= clock()
      const isFirst = subscription.generation === null
      subscription.generation ??= stored?.meta.generation ?? null
      if (isOver || stored.meta.generation !== subscription.generation) {
        return this.#tell(subscription, 'ended')
      }
      const { revision } = stored.record
      const isNews = !isFirst && subscription.revision !== revision
      subscription.revision = revision
      if (isNews) this.#tell(subscription, 'changed')
    } catch {
      // Unavailable is not ended: the next look tells.
    }
  }

  #tell(subscription: Subscription, news: SessionNews): void {
    if (!this.#all.has(subscription)) return
    if (news === 'ended') this.#remove(subscription)
    try {
      subscription.listener(news)
    } catch {
      // A listener cannot stop the others.
    }
  }
}
