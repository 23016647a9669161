import { ConfigurationError, RecentAuthRequiredError, SessionNotLoadedError } from '../errors.ts'
import { type Duration, milliseconds } from '../lifetime/duration.ts'
import { type Expiry, effectiveEnd } from '../lifetime/expiry.ts'
import type { SessionEnvironment } from './environment.ts'
import { endOf, termsOf } from './expected-end.ts'
import type { Lifecycle } from './lifecycle.ts'
import type { SessionState } from './session-state.ts'
import type { AuthenticateOptions, KeyOf, LoadOptions, SaveOptions, SessionStore } from './types.ts'

/** Looks a token up beside the session at hand, for `exists(token)` and `destroy(token)`. */
export interface ByToken {
  exists(token: string, fresh: boolean): Promise<boolean>
  destroy(token: string): Promise<void>
}

/**
 * The session as the application holds it: typed, guarded against reads before the load, and shy,
 * so that neither token nor data appears where it is printed. Its work is done by a `Lifecycle`.
 */
export class Session<T extends object> implements SessionStore<T> {
  readonly #life: Lifecycle
  readonly #env: SessionEnvironment
  readonly #byToken: ByToken

  static {
    // What `util.inspect` and `console.log` print: never the token, never the data.
    Object.defineProperty(Session.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value: Session.prototype.toString,
    })
  }

  /** The lifecycle behind a session of this package, or `undefined` for anything else. */
  static lifeOf(session: object): Lifecycle | undefined {
    return #life in session ? session.#life : undefined
  }

  constructor(life: Lifecycle, env: SessionEnvironment, byToken: ByToken) {
    this.#life = life
    this.#env = env
    this.#byToken = byToken
    // `session.user = 1` must not look as if it were kept.
    Object.preventExtensions(this)
  }

  load(options?: LoadOptions): Promise<this> {
    return this.#life.load(options).then(() => this)
  }

  save(options?: SaveOptions): Promise<void> {
    return this.#life.save(options)
  }

  create(): Promise<void> {
    return this.#life.create()
  }

  cycleKey(): Promise<void> {
    return this.#life.cycleKey()
  }

  authenticate(userId: string, options: AuthenticateOptions<T> = {}): Promise<void> {
    if (typeof userId !== 'string' || userId === '' || userId.length > 256) {
      const message =
        'authenticate(userId) takes text of 1 to 256 characters. Write String(user.id) for a number.'
      return Promise.reject(new ConfigurationError(message))
    }
    const signIn = { userId, level: options.level ?? null }
    return this.#life.authenticate(signIn, new Set<string>(options.keep))
  }

  async requireRecentAuth(maxAge: Duration): Promise<void> {
    const longest = milliseconds(maxAge, 'The age')
    await this.#life.load({ fresh: true })
    const { authenticatedAt } = this
    if (this.userId !== null && authenticatedAt !== null && !this.#life.stepUpDue) {
      if (this.#env.clock() - authenticatedAt.getTime() <= longest) return
    }
    throw new RecentAuthRequiredError('The user must sign in again before this.')
  }

  revokeOthers(): Promise<number> {
    return this.#life.revokeOthers()
  }

  signOut(): Promise<void> {
    return this.#life.end(false)
  }

  flush(): Promise<void> {
    return this.#life.end(false)
  }

  destroy(token?: string): Promise<void> {
    return token === undefined ? this.#life.end(true) : this.#byToken.destroy(token)
  }

  async exists(
    token?: string,
    { fresh = false }: { readonly fresh?: boolean } = {},
  ): Promise<boolean> {
    if (token !== undefined) return this.#byToken.exists(token, fresh)
    await this.#life.load({ touch: false })
    const { token: own } = this.#life.state
    return own !== null && this.#byToken.exists(own, fresh)
  }

  get<K extends KeyOf<T>>(key: K): T[K] | undefined
  get<K extends KeyOf<T>>(key: K, otherwise: Exclude<T[K], undefined>): Exclude<T[K], undefined>
  get<K extends KeyOf<T>, D>(key: K, otherwise: D): Exclude<T[K], undefined> | D
  get(key: string, otherwise?: unknown): unknown {
    const value = this.#read().data.get(key)
    return value === undefined ? otherwise : value
  }

  has(key: KeyOf<T>): boolean {
    return this.#read().data.has(key)
  }

  keys(): KeyOf<T>[] {
    return this.#read().data.keys() as KeyOf<T>[]
  }

  values(): T[KeyOf<T>][] {
    return this.entries().map(([, value]) => value)
  }

  entries(): [KeyOf<T>, T[KeyOf<T>]][] {
    const { data } = this.#read()
    return data.keys().map((key) => [key, data.get(key)] as [KeyOf<T>, T[KeyOf<T>]])
  }

  toObject(): Partial<T> {
    // fromEntries makes own properties, `__proto__` included.
    return Object.fromEntries<unknown>(this.entries()) as Partial<T>
  }

  get size(): number {
    return this.#read().data.size
  }

  get isEmpty(): boolean {
    return this.size === 0
  }

  set<K extends KeyOf<T>>(key: K, value: T[K]): void {
    this.#life.state.write((data) => data.set(key, value))
  }

  delete(key: KeyOf<T>): void {
    this.#life.state.write((data) => data.delete(key))
  }

  update(values: Partial<T>): void {
    this.#life.state.write((data) => {
      for (const [key, value] of Object.entries(values)) data.set(key, value)
    })
  }

  clear(): void {
    this.#life.state.write((data) => data.clear())
  }

  change<K extends KeyOf<T>>(key: K, fn: (current: T[K] | undefined) => T[K] | void): void {
    // The data under `key` was put there as T[K]; a schema is what proves it at run time.
    this.#life.state.write((data) => data.change(key, fn as (current: unknown) => unknown))
  }

  flash(key: string, value: unknown): void {
    this.#life.assertTakesFlash()
    this.#life.state.write((data) => data.flash(key, value))
  }

  takeFlash(key: string): Promise<unknown> {
    return this.#life.takeFlash(key)
  }

  pop<K extends KeyOf<T>>(key: K): T[K] | undefined
  pop<K extends KeyOf<T>>(key: K, otherwise: Exclude<T[K], undefined>): Exclude<T[K], undefined>
  pop<K extends KeyOf<T>, D>(key: K, otherwise: D): Exclude<T[K], undefined> | D
  pop(key: KeyOf<T>, otherwise?: unknown): unknown {
    if (!this.has(key)) return otherwise
    const value: unknown = this.get(key)
    this.delete(key)
    return value
  }

  popItem(): [KeyOf<T>, T[KeyOf<T>]] | undefined {
    const last = this.entries().at(-1)
    if (last) this.delete(last[0])
    return last
  }

  setDefault<K extends KeyOf<T>>(
    key: K,
    value: Exclude<T[K], undefined>,
  ): Exclude<T[K], undefined> {
    if (!this.has(key)) this.set(key, value)
    return this.get(key, value)
  }

  setExpiry(expiry: Expiry): void {
    this.#life.setExpiry(expiry)
  }

  assignNewSessionKey(): void {
    this.#life.rotateAtSave()
  }

  getExpiryAge(): number {
    return Math.max(0, Math.floor((endOf(this.#read(), this.#env) - this.#env.clock()) / 1000))
  }

  getExpiryDate(): Date {
    return new Date(endOf(this.#read(), this.#env))
  }

  get expiresAtBrowserClose(): boolean {
    return termsOf(this.#read(), this.#env).browserClose
  }

  get sessionKey(): string | null {
    return this.#read().token
  }

  get id(): string | null {
    return this.#read().stored?.record.id ?? null
  }

  get userId(): string | null {
    return this.#read().stored?.record.owner ?? null
  }

  get createdAt(): Date | null {
    return dateOf(this.#read().stored?.meta.createdAt)
  }

  get authenticatedAt(): Date | null {
    return dateOf(this.#read().stored?.meta.authenticatedAt)
  }

  get authLevel(): string | null {
    return this.#read().stored?.meta.level ?? null
  }

  get loaded(): boolean {
    return this.#life.state.loaded
  }

  get accessed(): boolean {
    return this.#life.state.accessed
  }

  get modified(): boolean {
    return this.#life.state.loaded ? this.#life.state.data.modified : this.#life.state.hasWrites
  }

  get isNew(): boolean {
    return this.#read().phase !== 'live'
  }

  get isExpired(): boolean {
    const { stored } = this.#read()
    if (!stored) return false
    return (
      effectiveEnd(stored.meta, stored.record.expiresAt, this.#env.lifetime) <= this.#env.clock()
    )
  }

  needsUpdate(): boolean {
    return this.#life.state.hasWrites
  }

  toString(): string {
    return `SessionStore(${this.#life.state.stored?.record.id ?? 'new'})`
  }

  toJSON(): { id: string | null } {
    return { id: this.#life.state.stored?.record.id ?? null }
  }

  #read(): SessionState {
    if (!this.#life.state.loaded) {
      throw new SessionNotLoadedError(
        'The session is not loaded. Write `const session = await ctx.session.load()` first, or mount the adapter with { eager: true }.',
      )
    }
    this.#life.state.accessed = true
    return this.#life.state
  }
}

function dateOf(time: number | null | undefined): Date | null {
  return time === null || time === undefined ? null : new Date(time)
}
