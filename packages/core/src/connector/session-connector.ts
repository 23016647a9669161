import type { SessionBackend } from '../backend.ts'
import type { CacheStatistics } from '../cache/cache-statistics.ts'
import { SessionInterruptedError, UnsupportedOperationError } from '../errors.ts'
import { JsonObject } from '../json/json-object.ts'
import { jsonText } from '../json/json-text.ts'
import { assertExpiry, type Expiry } from '../lifetime/expiry.ts'
import type { DataChanges, KeyChange } from '../record/changes.ts'
import { formatToken, newId, newSecret, parseToken } from '../tokens/token.ts'
import type { SessionAuthority, Verdict } from './authority.ts'
import type { ConnectorContext } from './context.ts'
import type { InFlight } from './in-flight.ts'
import { Minted } from './minted.ts'
import type { StoreFor } from './store.ts'

/** The data of a session as a plain object. */
export type SessionDataObject = Record<string, unknown>

/**
 * The uniform face of storage, addressed by token. It is for scripts and for code that moves from a
 * connector of another kind; an application uses the sessions themselves, which merge and track.
 * A token that is not live is never adopted, save one fresh from `generateSessionId`.
 */
export class SessionConnector {
  readonly #authority: SessionAuthority
  /** `null`: none, sessions are in their tokens alone. */
  readonly #backend: SessionBackend | null
  readonly #store: StoreFor
  readonly #context: ConnectorContext
  readonly #inFlight: InFlight
  readonly #minted = new Minted()
  /** The cache of this process: what it did and holds. `null` where there is none. */
  readonly cache: CacheStatistics | null

  constructor(parts: {
    readonly authority: SessionAuthority
    readonly backend: SessionBackend | null
    readonly store: StoreFor
    readonly context: ConnectorContext
    readonly inFlight: InFlight
    readonly cache: CacheStatistics | null
  }) {
    this.cache = parts.cache
    this.#authority = parts.authority
    this.#backend = parts.backend
    this.#store = parts.store
    this.#context = parts.context
    this.#inFlight = parts.inFlight
  }

  /** True when the backend is this process's own memory, before which no cache is put. */
  get usingMemoryBackend(): boolean {
    return !this.#authority.reseals && this.#backend?.inProcess === true
  }

  /** A new token, which `setSession` may be called with. Nothing is stored. */
  generateSessionId(): string {
    this.#assertTokenStays('generateSessionId')
    const token = formatToken({ id: newId(), secret: newSecret() })
    this.#minted.add(token)
    return token
  }

  /** The session's data, or `null` when there is no live session under this token. */
  async getSession(token: string): Promise<SessionDataObject | null> {
    const verdict = await this.#authority.find(token, { arrivedAt: this.#context.clock() })
    return verdict.live ? verdict.data.toObject() : null
  }

  /**
   * Replaces all data of a session, or begins the one of a token from `generateSessionId`. `expiry`
   * as in `setExpiry`; left out, it stays as it is. `SessionInterruptedError` for any other token.
   */
  async setSession(token: string, data: SessionDataObject, expiry?: Expiry): Promise<void> {
    this.#assertTokenStays('setSession')
    if (expiry !== undefined) assertExpiry(expiry, this.#context.clock())
    const entries = Object.entries(data)
    const keys = new Map(entries.map(([key, value]) => [key, setTo(key, value)]))
    const as = this.#minted.take(token) ? parseToken(token) : null
    if (as) {
      const dataText = JsonObject.of(entries).toText()
      await this.#authority.create({ as, dataText, signIn: null, expiry })
    } else {
      await this.#commit(token, { retain: new Set(), keys }, expiry)
    }
  }

  /** Merges keys into a live session; its other keys and its expiry stay. */
  async updateSession(token: string, data: SessionDataObject): Promise<void> {
    this.#assertTokenStays('updateSession')
    const keys = new Map(Object.entries(data).map(([key, value]) => [key, setTo(key, value)]))
    await this.#commit(token, { retain: null, keys }, undefined)
  }

  /** Ends a session. `true` if there was a live one under this token. */
  async deleteSession(token: string): Promise<boolean> {
    this.#store('end the session of a token')
    const verdict = await this.#find(token)
    if (verdict.live) await this.#authority.end(verdict.stored)
    return verdict.live
  }

  /** Ends every session of this backend's prefix or table. */
  async clearAllSessions(): Promise<void> {
    const { calls } = this.#store('end every session')
    await this.#inFlight.run(() => calls.clear())
    this.#context.events.emit('destroyed', { id: null, userId: null })
  }

  /** Resolves when every write that had begun, in the background too, has ended. */
  save(): Promise<void> {
    return this.#inFlight.settled()
  }

  /**
   * Removes expired records, 1,000 at a time, until none is left or `signal` aborts; `onProgress` gets the number so
   * far. 0 where the store does so by itself.
   */
  clearExpired(
    options: {
      readonly signal?: AbortSignal
      readonly onProgress?: (deleted: number) => void
    } = {},
  ): Promise<number> {
    const { signal = new AbortController().signal, onProgress } = options
    const call = { now: this.#context.clock(), signal, batch: 1000 }
    const done = this.#backend?.deleteExpired?.(onProgress ? { ...call, onProgress } : call)
    return done ?? Promise.resolve(0)
  }

  /** A verb that writes has no way to hand over a new token. */
  #assertTokenStays(verb: string): void {
    if (!this.#authority.reseals) return
    throw new UnsupportedOperationError(
      `${verb} cannot work where the token holds the session: every write gives a new token. Use sessions.open(token), and its sessionKey after the save.`,
    )
  }

  #find(token: string): Promise<Verdict> {
    return this.#authority.find(token, { arrivedAt: this.#context.clock(), fresh: true })
  }

  async #commit(token: string, changes: DataChanges, expiry: Expiry | undefined): Promise<void> {
    const verdict = await this.#find(token)
    if (!verdict.live) {
      throw new SessionInterruptedError(
        'No live session has this token. Begin one with a token from generateSessionId().',
      )
    }
    const data = changes.retain ? new JsonObject() : verdict.data
    for (const [key, change] of changes.keys) {
      if (change.kind === 'set') data.set(key, JSON.parse(change.text))
    }
    await this.#authority.commit({
      base: verdict.stored,
      changes,
      dataText: data.toText(),
      secret: { kind: 'keep' },
      signIn: null,
      expiry,
      onConflict: 'merge',
      quiet: false,
    })
  }
}

function setTo(key: string, value: unknown): KeyChange {
  return { kind: 'set', text: jsonText(value, key) }
}
