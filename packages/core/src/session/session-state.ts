import {
  SessionDestroyedError,
  SessionInterruptedError,
  SessionUnavailableError,
} from '../errors.ts'
import { JsonObject } from '../json/json-object.ts'
import type { Expiry } from '../lifetime/expiry.ts'
import type { StoredSession } from '../record/stored-session.ts'
import type { SessionEnvironment } from './environment.ts'
import type { Found } from './find-live.ts'
import { SessionData } from './session-data.ts'

/**
 * Where a session stands. `new`: nothing is stored. `live`. `lost`: it was live, and another request
 * ended it. `superseded`: its token was replaced a moment ago. `destroyed`: by this very object.
 * `degraded`: the backend did not answer, and the caller chose to go on as nobody.
 */
export type Phase = 'new' | 'live' | 'lost' | 'superseded' | 'destroyed' | 'degraded'

/** What the response should do with the client's cookie. */
export type CookieDue = 'keep' | 'set' | 'delete'

/** A token that was accepted, and the version of its session that it opened. */
export interface Accepted {
  readonly token: string
  readonly stored: StoredSession
}

/** What one request holds of a session: its data, the version it is built on, and what is asked for. */
export class SessionState {
  stored: StoredSession | null = null
  token: string | null = null
  phase: Phase = 'new'
  loaded = false
  accessed = false
  cookieDue: CookieDue = 'keep'
  /** What `setExpiry` asked for and no save has stored yet. */
  expiry: Expiry | undefined
  /** The hash of the successor that this request was the first to present. */
  presented: string | null = null
  /** Whether the version in hand came out of this process's cache. */
  cached = false
  /** Whether the next save makes a new secret. */
  rotate = false

  readonly #env: SessionEnvironment
  #data: SessionData | undefined
  /** Writes that came before the load, to be done on what it finds. */
  #early: ((data: SessionData) => void)[] = []

  constructor(env: SessionEnvironment) {
    this.#env = env
  }

  /** Empty until a load has found some. */
  get data(): SessionData {
    this.#data ??= new SessionData(this.#env.conform?.stored(new JsonObject(), () => {}))
    return this.#data
  }

  set data(data: SessionData) {
    this.#data = data
  }

  /** Whether a save would write. */
  get hasWrites(): boolean {
    const asked = this.expiry !== undefined || this.rotate
    if (!this.loaded) return asked || this.#early.length > 0
    if (this.phase === 'destroyed' || this.phase === 'degraded') return false
    return (asked && this.phase === 'live') || this.data.modified
  }

  /** The token that opens this session, and the version that it opened last. */
  get accepted(): Accepted | null {
    const { token, stored } = this
    return token === null || stored === null ? null : { token, stored }
  }

  /** Does a write now, or at the load if that is still to come. */
  write(action: (data: SessionData) => void): void {
    this.assertWritable()
    if (this.loaded) action(this.data)
    else this.#early.push(action)
  }

  /** Takes what the first load found, and does the writes that waited for it. */
  adopt(found: Found): void {
    if (found.live) {
      this.stored = found.stored
      this.cached = found.cached
      this.token = found.token
      this.presented = found.presented
      this.phase = 'live'
      this.data = new SessionData(found.data)
    } else {
      this.phase = found.superseded ? 'superseded' : 'new'
    }
    this.#opened()
  }

  /** Takes what a later load found under the same token; changes that are not saved stay on top. */
  readopt(found: Found): void {
    if (found.live) {
      this.stored = found.stored
      this.cached = found.cached
      this.data.rebase(found.data)
    } else {
      this.reset(found.superseded ? 'superseded' : 'lost')
    }
  }

  /** Goes on as nobody. */
  degrade(): void {
    this.phase = 'degraded'
    this.#opened()
  }

  /** Takes the version that a write has made. */
  written(stored: StoredSession, token: string | null, expiry: Expiry | undefined): void {
    this.stored = stored
    this.cached = false
    this.presented = null
    if (this.expiry === expiry) this.expiry = undefined
    if (token === null) return
    this.token = token
    this.rotate = false
    this.cookieDue = 'set'
  }

  /** Forgets everything, in hand and asked for. */
  reset(phase: Phase): void {
    this.#data = undefined
    this.stored = null
    this.cached = false
    this.token = null
    this.presented = null
    this.phase = phase
    this.loaded = true
    this.cookieDue = 'keep'
    this.expiry = undefined
    this.rotate = false
    this.#early = []
  }

  assertWritable(): void {
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

  /** Throws where a save would write nothing of what was done here. */
  assertSavable(): void {
    this.assertWritable()
    if (this.phase === 'lost') {
      throw new SessionInterruptedError(
        'The session was ended by another request. Nothing was saved.',
      )
    }
    if (this.phase === 'superseded') {
      throw new SessionInterruptedError(
        'The token of this request was replaced by another request, such as a sign-in. Nothing was saved.',
      )
    }
  }

  #opened(): void {
    this.loaded = true
    const early = this.#early
    if (early.length === 0) return
    this.#early = []
    this.assertWritable()
    for (const write of early) write(this.data)
  }
}
