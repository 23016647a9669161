import type { FindOptions, SignIn } from '../connector/authority.ts'
import type { VisitorCookie } from '../csrf/visitor-cookie.ts'
import { SessionExistsError, SessionUnavailableError } from '../errors.ts'
import { assertExpiry, type Expiry, isTouchDue } from '../lifetime/expiry.ts'
import { flashKey } from '../record/flash.ts'
import type { StoredSession } from '../record/stored-session.ts'
import { DeviceComparison } from './device-comparison.ts'
import type { Carrier, OpenOptions, SessionEnvironment } from './environment.ts'
import { findLive, withoutForwarded } from './find-live.ts'
import { type Accepted, SessionState } from './session-state.ts'
import type { LoadOptions, SaveOptions } from './types.ts'
import {
  commit,
  create,
  isRenewable,
  isResealable,
  signInOn,
  take,
  type WriteContext,
} from './write-out.ts'

/** One request's session from open to end: what may be done when, and one thing after the other. */
export class Lifecycle {
  readonly state: SessionState
  /** False while the loads so far asked not to count as activity. */
  countsAsActivity = false
  /** Whether the client differs from that of the sign-in, so that a proof of who the user is is due. */
  stepUpDue = false

  readonly #env: SessionEnvironment
  readonly #carrier: Carrier
  readonly #options: OpenOptions
  readonly #arrivedAt: number
  readonly #context: WriteContext
  readonly #accepted: Accepted | null
  readonly #comparison: DeviceComparison | null
  #loading: Promise<void> | null = null
  #tail: Promise<void> | null = null

  /** `accepted`: another lifecycle's, which this one goes on from. */
  constructor(
    env: SessionEnvironment,
    carrier: Carrier,
    options: OpenOptions,
    accepted: Accepted | null = null,
  ) {
    this.#env = env
    this.#accepted = accepted
    this.#carrier = carrier
    this.#options = options
    this.#arrivedAt = env.clock()
    const { warnings = true } = options
    this.#comparison =
      env.deviceBinding === 'off' ? null : new DeviceComparison(env, carrier, warnings)
    this.state = new SessionState(env)
    this.#context = { state: this.state, env, carrier, options }
  }

  /** The work that has begun, which a response must wait for even if the handler did not; it never rejects. */
  get underWay(): Promise<void> | null {
    return this.#tail
  }

  /** The token that opens this session, and what it opened last. `null` before a load, and for who has none. */
  get accepted(): Accepted | null {
    return this.state.accepted ?? (this.state.loaded ? null : this.#accepted)
  }

  /** A lifecycle of its own for the same session, which need not prove its token again. */
  again(): Lifecycle {
    const { accepted } = this
    const tokens = this.state.loaded ? [] : this.#carrier.tokens
    return new Lifecycle(this.#env, { ...this.#carrier, tokens }, this.#options, accepted)
  }

  /** The cookie of a visitor without a session, where a request carries this one. */
  get visitor(): VisitorCookie | undefined {
    return this.#carrier.visitor
  }

  makeVisitor(): string | null {
    this.#carrier.assertCookieCanBeSet?.()
    return this.#carrier.visitor?.make() ?? null
  }

  assertTakesFlash(): void {
    this.#env.authority.assertTakesFlash()
  }

  setExpiry(expiry: Expiry): void {
    this.state.assertWritable()
    assertExpiry(expiry, this.#env.clock())
    this.#carrier.assertCookieCanBeSet?.()
    this.state.expiry = expiry
  }

  rotateAtSave(): void {
    this.state.assertWritable()
    this.#carrier.assertCookieCanBeSet?.()
    this.state.rotate = true
  }

  load(options: LoadOptions = {}): Promise<void> {
    if (options.touch !== false) this.countsAsActivity = true
    if (options.fresh) return this.#loadAgain(options)
    if (this.state.loaded) return Promise.resolve()
    this.#loading ??= this.#load(options)
    return this.#loading
  }

  save({ mustCreate = false }: SaveOptions = {}): Promise<void> {
    const { state } = this
    return this.#inTurn(async () => {
      if (!mustCreate && !state.hasWrites) return this.tend()
      // Most have loaded, and wait for nothing.
      if (state.loaded) state.assertSavable()
      else await this.#ready()
      if (state.phase === 'live') {
        if (mustCreate) throw alreadyStored()
        await commit(this.#context)
      } else if (state.data.modified) {
        await create(this.#context)
      }
    })
  }

  create(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#ready()
      if (this.state.phase === 'live') throw alreadyStored()
      await create(this.#context)
    })
  }

  cycleKey(): Promise<void> {
    const { state } = this
    return this.#inTurn(async () => {
      await this.#ready()
      this.#carrier.assertCookieCanBeSet?.()
      state.rotate = true
      if (state.phase === 'live') await commit(this.#context)
      else if (state.data.modified) await create(this.#context)
    })
  }

  /** A flash value, for one reader alone: taken at the authority where it is stored. */
  async takeFlash(key: string): Promise<unknown> {
    this.#env.authority.assertTakesFlash()
    let value: unknown
    await this.#inTurn(async () => {
      await this.load()
      value = this.state.data.takeUnsavedFlash(key)
      if (value === undefined && this.state.data.hasFlash(key)) {
        await this.#ready()
        value = await take(this.#context, flashKey(key))
      }
    })
    return value
  }

  authenticate(
    { userId, level }: Pick<SignIn, 'userId' | 'level'>,
    keep: ReadonlySet<string>,
  ): Promise<void> {
    return this.#inTurn(async () => {
      await this.load()
      this.state.assertWritable()
      const client = this.#carrier.client?.()
      const device = client ? await this.#env.describe(client) : null
      const signIn: SignIn = { userId, level, device }
      await signInOn(this.#context, signIn, keep)
      const id = this.state.stored?.record.id ?? ''
      this.#env.events.emit('authenticated', { id, userId })
    })
  }

  /** Replaces the token, and ends every other session of the user. */
  async revokeOthers(): Promise<number> {
    this.#env.accounts.assertRevokes()
    await this.cycleKey()
    const { id, owner } = this.state.stored?.record ?? { id: '', owner: null }
    return owner === null ? 0 : this.#env.accounts.revokeForUser(owner, id)
  }

  /** Ends the session at the authority. It can be used anew afterwards, unless `inert`. */
  end(inert: boolean): Promise<void> {
    const { state } = this
    return this.#inTurn(async () => {
      if (state.phase === 'destroyed') return
      // Whether the token may end it is the backend's to say, not a memory of it.
      await this.load({ touch: false, fresh: !state.loaded || state.cached })
      state.assertWritable()
      if (state.stored && state.phase === 'live') await this.#env.authority.end(state.stored)
      // A late sign-out under a replaced token must not take the fresh cookie with it.
      const isLate = state.phase === 'superseded'
      const deletesCookie = !isLate && (this.#carrier.hadCookie || state.cookieDue === 'set')
      state.reset(inert ? 'destroyed' : 'new')
      if (deletesCookie) state.cookieDue = 'delete'
    })
  }

  /** Whether a response should wait for `tend`, which has a new cookie for it. */
  get renewalDue(): boolean {
    return isRenewable(this.#context) || isResealable(this.#context)
  }

  /**
   * The upkeep of a live session that nothing was written to: a successor of its token, the promotion
   * of one, or a move of its idle end, where due. Never throws: what is missed now is due again.
   */
  async tend(): Promise<void> {
    const { stored, phase, presented } = this.state
    if (!stored || phase !== 'live') return
    if (presented === null && !isRenewable(this.#context)) return this.#slide(stored)
    // Told by an event; what the session holds and stands for is not touched by a failure.
    await commit(this.#context).catch(() => {})
  }

  async #slide(stored: StoredSession): Promise<void> {
    const { authority } = this.#env
    // A new token that cannot be sent would slide nothing.
    if (authority.reseals && !this.#carrier.canRenew()) return
    const slid = await authority.touch(stored)
    if (slid) this.state.written(slid.stored, slid.token, undefined)
  }

  /** Whether `tend` has anything to do. */
  get upkeepDue(): boolean {
    const { stored, phase, presented } = this.state
    if (!stored || phase !== 'live') return false
    return (
      presented !== null ||
      isTouchDue(stored.meta, stored.record.expiresAt, this.#env.clock()) ||
      this.renewalDue
    )
  }

  async #loadAgain(options: LoadOptions): Promise<void> {
    // A load that is under way may have asked before this one was called.
    await this.#loading?.catch(() => {})
    if (this.state.loaded && this.state.phase !== 'live') return
    this.#loading ??= this.#load(options)
    await this.#loading
  }

  async #load(options: LoadOptions): Promise<void> {
    const { state } = this
    const accepted = this.accepted
    const tokens = accepted ? [accepted.token] : this.#carrier.tokens
    const look: FindOptions = {
      arrivedAt: this.#arrivedAt,
      fresh: options.fresh ?? false,
      quiet: this.#options.warnings === false,
      accepted: accepted?.stored ?? null,
    }
    try {
      const found = await findLive(tokens, look, this.#env)
      if (found.live && this.#comparison) {
        this.stepUpDue = await this.#comparison.stepUpDue(found.stored)
      }
      if (state.loaded) state.readopt(found)
      else if (!found.live || found.presented === null) state.adopt(found)
      else state.adopt(await withoutForwarded(found, this.#carrier, this.#arrivedAt, this.#env))
    } catch (error) {
      const goesOn = options.unavailable === 'anonymous' && error instanceof SessionUnavailableError
      if (!goesOn || state.loaded) throw error
      state.degrade()
    } finally {
      this.#loading = null
    }
  }

  async #ready(): Promise<void> {
    await this.load()
    this.state.assertSavable()
  }

  /** Saves of one session object go one after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#tail ? this.#tail.then(work) : work()
    const done = (): void => {
      if (this.#tail === tail) this.#tail = null
    }
    const tail = turn.then(done, done)
    this.#tail = tail
    return turn
  }
}

function alreadyStored(): SessionExistsError {
  return new SessionExistsError('The session is stored already. Use save() to update it.')
}
