import type { Mutation, SignIn } from '../connector/authority.ts'
import {
  isSessionError,
  SessionDestroyedError,
  SessionExistsError,
  SessionExpiredError,
  SessionInterruptedError,
  SessionUnavailableError,
} from '../errors.ts'
import { assertExpiry, effectiveEnd, type Expiry } from '../lifetime/expiry.ts'
import { parseData, type StoredSession } from '../record/stored-session.ts'
import type { Carrier, OpenOptions, SessionEnvironment } from './environment.ts'
import { findLive } from './find-live.ts'
import { SessionData } from './session-data.ts'
import type { LoadOptions, SaveOptions } from './types.ts'

/**
 * Where a session stands. `new`: nothing is stored. `live`. `lost`: it was live, and another request
 * ended it. `superseded`: its token was replaced a moment ago. `destroyed`: by this very object.
 * `degraded`: the backend did not answer, and the caller chose to go on as nobody.
 */
type Phase = 'new' | 'live' | 'lost' | 'superseded' | 'destroyed' | 'degraded'

/** What the response should do with the client's cookie. */
export type CookieDue = 'keep' | 'set' | 'delete'

/** One request's session: what it holds, where it stands, and the way from one to the other. */
export class Lifecycle {
  data: SessionData = new SessionData()
  stored: StoredSession | null = null
  token: string | null = null
  loaded = false
  accessed = false
  cookieDue: CookieDue = 'keep'
  /** False if the loads so far asked not to count as activity. */
  countsAsActivity = false
  phase: Phase = 'new'

  readonly #env: SessionEnvironment
  readonly #carrier: Carrier
  readonly #options: OpenOptions
  readonly #arrivedAt: number
  /** Writes that came before the load, to be done on what it finds. */
  #early: ((data: SessionData) => void)[] = []
  #expiry: Expiry | undefined
  #rotate = false
  #loading: Promise<void> | null = null
  #tail: Promise<void> | null = null

  constructor(env: SessionEnvironment, carrier: Carrier, options: OpenOptions) {
    this.#env = env
    this.#carrier = carrier
    this.#options = options
    this.#arrivedAt = env.clock()
  }

  get isNew(): boolean {
    return this.phase !== 'live'
  }

  get hasWrites(): boolean {
    if (!this.loaded) return this.#early.length > 0 || this.#expiry !== undefined || this.#rotate
    if (this.phase === 'destroyed' || this.phase === 'degraded') return false
    if (this.phase === 'live' && (this.#expiry !== undefined || this.#rotate)) return true
    return this.data.modified
  }

  /** The work that has begun, which a response must wait for even if the handler did not; it never rejects. */
  get underWay(): Promise<void> | null {
    return this.#tail
  }

  /** What `setExpiry` asked for and no save has stored yet. */
  get pendingExpiry(): Expiry | undefined {
    return this.#expiry
  }

  /** Does a write now, or at the load if that is still to come. */
  write(action: (data: SessionData) => void): void {
    this.#assertWritable()
    if (this.loaded) action(this.data)
    else this.#early.push(action)
  }

  setExpiry(expiry: Expiry): void {
    this.#assertWritable()
    assertExpiry(expiry, this.#env.clock())
    this.#expiry = expiry
  }

  rotateAtSave(): void {
    this.#assertWritable()
    this.#rotate = true
  }

  async load(options: LoadOptions = {}): Promise<void> {
    if (options.touch !== false) this.countsAsActivity = true
    if (this.loaded && !(options.fresh && this.phase === 'live')) return
    this.#loading ??= this.#load(options).finally(() => {
      this.#loading = null
    })
    await this.#loading
  }

  save({ mustCreate = false }: SaveOptions = {}): Promise<void> {
    return this.#inTurn(async () => {
      if (!mustCreate && !this.hasWrites) return this.touch()
      await this.#ready()
      if (this.phase === 'live') {
        if (mustCreate) throw alreadyStored()
        await this.#commit(null)
      } else if (this.data.modified) {
        await this.#create(null)
      }
    })
  }

  create(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#ready()
      if (this.phase === 'live') throw alreadyStored()
      await this.#create(null)
    })
  }

  cycleKey(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#ready()
      this.#rotate = true
      if (this.phase === 'live') await this.#commit(null)
      else if (this.data.modified) await this.#create(null)
    })
  }

  authenticate(signIn: SignIn, keep: ReadonlySet<string>): Promise<void> {
    return this.#inTurn(async () => {
      await this.load()
      this.#assertWritable()
      await this.#signIn(signIn, keep)
      const id = this.stored?.record.id ?? ''
      this.#env.events.emit('authenticated', { id, userId: signIn.userId })
    })
  }

  /** Ends the session at the authority. It can be used anew afterwards, unless `inert`. */
  end(inert: boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (this.phase === 'destroyed') return
      if (this.#carrier.tokens.length > 0 || this.loaded) await this.load({ touch: false })
      if (this.phase === 'degraded') this.#assertWritable()
      if (this.stored && this.phase === 'live') await this.#env.authority.end(this.stored)
      // A late sign-out under a replaced token must not take the fresh cookie with it.
      const deletesCookie =
        this.phase !== 'superseded' && (this.#carrier.hadCookie || this.cookieDue === 'set')
      this.#reset()
      if (deletesCookie) this.cookieDue = 'delete'
      this.phase = inert ? 'destroyed' : 'new'
    })
  }

  /** Slides the idle end if that is due. Never throws. */
  async touch(): Promise<void> {
    if (this.stored && this.phase === 'live') await this.#env.authority.touch(this.stored)
  }

  async #load(options: LoadOptions): Promise<void> {
    try {
      const tokens = this.token ? [this.token] : this.#carrier.tokens
      const fresh = options.fresh ?? false
      const warnings = this.#options.warnings ?? true
      const found = await findLive(tokens, this.#arrivedAt, fresh, warnings, this.#env)
      if (this.loaded) this.#reload(found)
      else this.#adopt(found)
    } catch (error) {
      const goesOn = options.unavailable === 'anonymous' && error instanceof SessionUnavailableError
      if (!goesOn || this.loaded) throw error
      this.phase = 'degraded'
    }
    this.loaded = true
    const early = this.#early
    this.#early = []
    if (early.length > 0) this.#assertWritable()
    for (const write of early) write(this.data)
  }

  #adopt(found: Awaited<ReturnType<typeof findLive>>): void {
    if (found.live) {
      this.stored = found.stored
      this.token = found.token
      this.phase = 'live'
      this.data = new SessionData(found.data)
    } else {
      this.phase = found.superseded ? 'superseded' : 'new'
      this.data = this.#emptyData()
    }
  }

  #reload(found: Awaited<ReturnType<typeof findLive>>): void {
    if (found.live) {
      this.stored = found.stored
      this.data.rebase(found.data)
    } else {
      this.#reset()
      this.phase = 'lost'
    }
  }

  async #ready(): Promise<void> {
    await this.load()
    this.#assertWritable()
    if (this.phase === 'lost') {
      throw new SessionInterruptedError('The session was ended by another request. Nothing was saved.')
    }
    if (this.phase === 'superseded') {
      throw new SessionInterruptedError(
        'The token of this request was replaced by another request, such as a sign-in. Nothing was saved.',
      )
    }
  }

  async #commit(signIn: SignIn | null): Promise<void> {
    const { stored } = this
    if (!stored) return
    const expiry = this.#expiry
    const rotate = this.#rotate
    const snapshot = this.data.snapshot()
    if (!signIn && !rotate && expiry === undefined && snapshot.changes.keys.size === 0) {
      return this.#env.authority.touch(stored)
    }
    this.#assertNotExpired(stored)
    this.#env.conform?.assert(this.data.toMap())
    const newCookie = signIn !== null || rotate || expiry !== undefined
    if (newCookie) this.#carrier.assertCookieCanBeSet?.()
    const mutation: Mutation = {
      base: stored,
      changes: snapshot.changes,
      dataText: snapshot.dataText,
      rotate,
      signIn,
      expiry,
      onConflict: this.#options.conflict ?? 'merge',
      quiet: this.#options.warnings === false,
    }
    try {
      const committed = await this.#env.authority.commit(mutation)
      const merged = committed.merged ? this.#parse(committed.stored.dataText) : null
      this.data.committed(snapshot, merged)
      this.#written(committed.stored, committed.token, expiry)
      if (newCookie) this.cookieDue = 'set'
    } catch (error) {
      if (error instanceof SessionInterruptedError || error instanceof SessionExpiredError) {
        this.phase = 'lost'
      }
      throw error
    }
  }

  async #create(signIn: SignIn | null): Promise<void> {
    this.#carrier.assertCookieCanBeSet?.()
    this.#env.conform?.assert(this.data.toMap())
    const expiry = this.#expiry
    const snapshot = this.data.snapshot()
    const draft = { dataText: snapshot.dataText, signIn, expiry }
    const { stored, token } = await this.#env.authority.create(draft)
    this.data.committed(snapshot, null)
    this.#written(stored, token, expiry)
    this.phase = 'live'
    this.cookieDue = 'set'
  }

  #written(stored: StoredSession, token: string | null, expiry: Expiry | undefined): void {
    this.stored = stored
    if (this.#expiry === expiry) this.#expiry = undefined
    if (token !== null) {
      this.token = token
      this.#rotate = false
    }
  }

  async #signIn(signIn: SignIn, keep: ReadonlySet<string>): Promise<void> {
    if (this.phase === 'live' && this.stored) {
      const { owner } = this.stored.record
      if (owner === null) this.data.clear(keep)
      else if (owner !== signIn.userId) this.data.clear()
      try {
        return await this.#commit(signIn)
      } catch (error) {
        if (!isSessionError(error) || !raceLost.has(error.code)) throw error
        // The session of before was ended or signed in by another request: this sign-in gets its own.
        if (owner !== null) this.data.clear()
      }
    } else {
      this.data.clear(keep)
    }
    await this.#create(signIn)
  }

  #parse(dataText: string): Map<string, unknown> {
    const data = parseData(dataText, this.#env.limits) ?? new Map<string, unknown>()
    return this.#env.conform?.stored(data, () => {}) ?? data
  }

  #emptyData(): SessionData {
    return new SessionData(this.#env.conform?.stored(new Map(), () => {}))
  }

  #reset(): void {
    this.data = this.#emptyData()
    this.stored = null
    this.token = null
    this.loaded = true
    this.#early = []
    this.#expiry = undefined
    this.#rotate = false
    this.cookieDue = 'keep'
  }

  #assertWritable(): void {
    if (this.phase === 'destroyed') {
      throw new SessionDestroyedError(
        'The session was destroyed. To go on with a new one, call signOut() or flush() instead of destroy().',
      )
    }
    if (this.phase === 'degraded') {
      throw new SessionUnavailableError(
        'The backend did not answer, so this request goes on as nobody and cannot write.',
      )
    }
  }

  #assertNotExpired({ meta, record }: StoredSession): void {
    if (effectiveEnd(meta, record.expiresAt, this.#env.lifetime) > this.#env.clock()) return
    this.phase = 'lost'
    this.#env.events.emit('expired', { id: record.id })
    throw new SessionExpiredError('The session has expired. Nothing was saved.')
  }

  /** Saves of one session object go one after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#tail ? this.#tail.then(work) : work()
    const tail = turn.catch(() => {}).then(() => {
      if (this.#tail === tail) this.#tail = null
    })
    this.#tail = tail
    return turn
  }
}

const raceLost: ReadonlySet<string> = new Set([
  'SESSION_INTERRUPTED',
  'SESSION_EXPIRED',
  'SESSION_CONFLICT',
])

function alreadyStored(): SessionExistsError {
  return new SessionExistsError('The session is stored already. Use save() to update it.')
}
