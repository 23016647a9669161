import type { Duration } from '../lifetime/duration.ts'
import type { Expiry } from '../lifetime/expiry.ts'

/** The keys of a session's data. */
export type KeyOf<T> = Extract<keyof T, string>

/** How `load` goes about it. */
export interface LoadOptions {
  /** Asks the authority again, past every cache, also when the session is loaded already. Default `false`. */
  readonly fresh?: boolean
  /** Whether this counts as activity that moves the idle end. Default `true`. */
  readonly touch?: boolean
  /**
   * What to do when the backend cannot answer. `'fail'` throws `SessionUnavailableError` (503);
   * `'anonymous'` goes on as nobody, read-only, with the cookie left alone. Default `'fail'`.
   */
  readonly unavailable?: 'fail' | 'anonymous'
}

/** How `authenticate` goes about it. */
export interface AuthenticateOptions<T> {
  /** The keys that survive the sign-in of an anonymous visitor. Default: none. */
  readonly keep?: readonly KeyOf<T>[]
  /** How strongly the user proved who they are, such as `'mfa'`; kept with the session. Default `null`. */
  readonly level?: string
}

/** How `save` goes about it. */
export interface SaveOptions {
  /** Throws `SessionExistsError` unless this save is what first stores the session. Default `false`. */
  readonly mustCreate?: boolean
}

/** The writes that return nothing: recorded at once, and merged with the stored session at the save. */
export interface SessionWrites<T> {
  /**
   * Sets one key. Writing an equal value is no change. Throws `SessionDataError`, with the path, for
   * what JSON cannot hold.
   */
  set<K extends KeyOf<T>>(key: K, value: T[K]): void
  /** Removes one key; harmless if it is not there. To end the session, call `destroy`. */
  delete(key: KeyOf<T>): void
  /** Sets several keys. */
  update(values: Partial<T>): void
  /** Empties the data, and keeps the session, its token and its user. */
  clear(): void
  /**
   * Read-modify-write of one key: `fn` gets the current value and returns the new one (or changes it
   * in place and returns nothing). It runs again on the newer value when another request was first,
   * so it must depend on nothing but its argument.
   */
  change<K extends KeyOf<T>>(key: K, fn: (current: T[K] | undefined) => T[K] | void): void
  /** Keeps a message for one later reader, apart from the data: see `takeFlash`. */
  flash(key: string, value: unknown): void
  /**
   * Gives this session its own end. A length of time: its own idle time, and an absolute end at least
   * that far away ("remember me"). A `Date`: its own absolute end. `0`: a cookie that ends with the
   * browser. `null`: back to the settings. Stored with the session at the next save.
   */
  setExpiry(expiry: Expiry): void
  /** Asks for a new token at the next save. The old one is refused from then on. */
  assignNewSessionKey(): void
}

/** What can be done without a load, and what loads by itself. */
export interface LazySession<T> extends SessionWrites<T> {
  /**
   * Reads the session from the backend, once. After it everything is synchronous. Rejects with
   * `SessionUnavailableError` (503) when the backend cannot answer, unless `unavailable` is `'anonymous'`.
   */
  load(options?: LoadOptions & { readonly unavailable?: 'fail' }): Promise<SessionStore<T>>
  load(options: LoadOptions): Promise<SessionStore<T>>
  /**
   * Stores what was changed, now. Updates and never re-creates: a session ended meanwhile is a
   * `SessionInterruptedError`, one past its end a `SessionExpiredError`. An empty new session is not stored.
   */
  save(options?: SaveOptions): Promise<void>
  /**
   * Signs a user in, now: binds the owner and replaces the token, with no grace (ASVS 5.0, 7.2.4).
   * From nobody, earlier data goes, save the keys in `keep`; for the same user all stays; from
   * another user all goes. `userId` is text of 1 to 256 characters.
   */
  authenticate(userId: string, options?: AuthenticateOptions<T>): Promise<void>
  /**
   * Resolves if the user signed in (or stepped up) no longer than `maxAge` ago, by a fresh read of the
   * authority; else `RecentAuthRequiredError`, status 401 (ASVS 5.0, 7.5.3). With `deviceBinding:
   * 'step-up'` a client that is not the one of the sign-in has to sign in again, however recent that is.
   */
  requireRecentAuth(maxAge: Duration): Promise<void>
  /**
   * "Credentials changed": replaces this session's token and ends every other session of its user.
   * How many were ended (ASVS 5.0, 7.4.3).
   */
  revokeOthers(): Promise<number>
  /** Ends the session, its data, its token and the client's cookie. Harmless for a visitor who has none. */
  signOut(): Promise<void>
  /** What `signOut` does, under the name that users of Django know. A write after it begins a new session. */
  flush(): Promise<void>
  /**
   * Removes the record at the authority before it resolves. Without a token: of this session, which
   * then reads empty and refuses writes. With one: of the session that the token opens.
   */
  destroy(token?: string): Promise<void>
  /**
   * Whether the session, or the one that `token` opens, is live at the backend. One that is a cached
   * database says so if its cache or its database does; with `fresh`, the database.
   */
  exists(token?: string, options?: { readonly fresh?: boolean }): Promise<boolean>
  /**
   * The value that `flash` kept, or `undefined`. Taken at the authority: of any number of parallel
   * readers, one gets it. Costs a write only if there is one.
   */
  takeFlash(key: string): Promise<unknown>
  /** Stores a new session, even an empty one; `SessionExistsError` if it is stored already. */
  create(): Promise<void>
  /** Replaces the token now, and keeps everything else. */
  cycleKey(): Promise<void>
  /** True after `load`. */
  readonly loaded: boolean
}

/** What can be seen of a loaded session. Every look but `load` itself marks it as accessed. */
export interface SessionReads<T> {
  /** The value of a key. */
  get<K extends KeyOf<T>>(key: K): T[K] | undefined
  get<K extends KeyOf<T>>(key: K, otherwise: Exclude<T[K], undefined>): Exclude<T[K], undefined>
  get<K extends KeyOf<T>, D>(key: K, otherwise: D): Exclude<T[K], undefined> | D
  /** Whether the key is set. */
  has(key: KeyOf<T>): boolean
  /** The keys; `values` and `entries` have the same order. */
  keys(): KeyOf<T>[]
  /** The values, in the order of `keys`. */
  values(): T[KeyOf<T>][]
  /** Keys with their values, in the order of `keys`. */
  entries(): [KeyOf<T>, T[KeyOf<T>]][]
  /** The data as a plain object. */
  toObject(): Partial<T>
  /** How many keys there are. */
  readonly size: number
  /** The session's public handle, or `null` before it is stored. Not a secret. */
  readonly id: string | null
  /** Who is signed in, or `null`. */
  readonly userId: string | null
  /** When the session began, or `null` before it is stored. */
  readonly createdAt: Date | null
  /** When the user last proved who they are. */
  readonly authenticatedAt: Date | null
  /** The level given to `authenticate`, or `null`. */
  readonly authLevel: string | null
  /** True while nothing is stored: before the first save, and after the session's end. */
  readonly isNew: boolean
  /** Whether there are no keys. */
  readonly isEmpty: boolean
  /** Whether an end has passed since the load. */
  readonly isExpired: boolean
  /** Whether the cookie has no `Max-Age`, so that the browser drops it when it closes. */
  readonly expiresAtBrowserClose: boolean
  /** Seconds until the session ends, if it is active now and no more. */
  getExpiryAge(): number
  /** The time of that end. */
  getExpiryDate(): Date
}

/** A loaded session. Reads like a `Map`. */
export interface SessionStore<T> extends LazySession<T>, SessionReads<T> {
  /** Removes a key and returns its value; `otherwise` (default `undefined`) if it is not there. */
  pop<K extends KeyOf<T>>(key: K): T[K] | undefined
  pop<K extends KeyOf<T>>(key: K, otherwise: Exclude<T[K], undefined>): Exclude<T[K], undefined>
  pop<K extends KeyOf<T>, D>(key: K, otherwise: D): Exclude<T[K], undefined> | D
  /** Removes and returns the last key and its value, or `undefined` when there is none. */
  popItem(): [KeyOf<T>, T[KeyOf<T>]] | undefined
  /** The value of a key; where it is not there, sets it to `value` first. */
  setDefault<K extends KeyOf<T>>(key: K, value: Exclude<T[K], undefined>): Exclude<T[K], undefined>
  /** The token in force, for the client's cookie, or `null`. A secret: never log it. */
  readonly sessionKey: string | null
  /** Whether anyone looked at the session. */
  readonly accessed: boolean
  /** Whether the data differs from what is stored, nested changes included. */
  readonly modified: boolean
  /** Whether a save would write: data, a new end, or a new token. */
  needsUpdate(): boolean
}

/** A value that cannot be changed, however deep. */
export type DeepReadonly<V> = V extends (...args: never[]) => unknown
  ? V
  : V extends object
    ? { readonly [K in keyof V]: DeepReadonly<V[K]> }
    : V

/** A session that can only be looked at; its values are frozen. */
export type ReadonlySession<T> = SessionReads<DeepReadonly<T>>

/** The session that `sessions` gives before it is loaded: for `declare module` blocks. */
export type SessionOf<S> = S extends { open(): LazySession<infer T> } ? LazySession<T> : never

/** The session that `sessions` gives after it is loaded: for eager adapters. */
export type LoadedSessionOf<S> = S extends { open(): LazySession<infer T> }
  ? SessionStore<T>
  : never
