import type { SessionRecord } from '../backend.ts'
import type { SessionCache } from '../cache/session-cache.ts'
import {
  SessionConnectorError,
  SessionExistsError,
  SessionLimitError,
  SessionUnavailableError,
} from '../errors.ts'
import { assertFits } from '../json/limits.ts'
import { isTouchDue, nextEnd } from '../lifetime/expiry.ts'
import type { StoredSession } from '../record/stored-session.ts'
import { formatToken, newId, newSecret, parseToken } from '../tokens/token.ts'
import type {
  Committed,
  Draft,
  FindOptions,
  Mutation,
  SessionAuthority,
  Verdict,
} from './authority.ts'
import type { BackendCalls } from './backend-calls.ts'
import { CommitQueue } from './commit-queue.ts'
import type { ConnectorContext } from './context.ts'
import { Flights } from './flights.ts'
import type { InFlight } from './in-flight.ts'
import { firstVersion } from './next-record.ts'
import { RecentTouches } from './recent-touches.ts'
import type { Store } from './store.ts'
import { judge, type Presented, verify } from './verify.ts'

/** How many ids are tried before a collision is an error (R30). */
const createTries = 5

/** The authority over sessions that a server backend stores. */
export class BackendAuthority implements SessionAuthority {
  readonly reseals = false
  readonly #calls: BackendCalls
  readonly #context: ConnectorContext
  readonly #queue: CommitQueue
  readonly #flights = new Flights<SessionRecord | null>()
  readonly #touches = new RecentTouches()
  readonly #inFlight: InFlight
  readonly #cache: SessionCache | null

  constructor({ calls, feed, cache }: Store, context: ConnectorContext, inFlight: InFlight) {
    this.#calls = calls
    this.#context = context
    this.#queue = new CommitQueue({ calls, context })
    this.#inFlight = inFlight
    this.#cache = cache
    feed.listen(({ id }) => this.#flights.forget(id))
    // Also what was ended by its owner or id: a read from before it is not joined any more.
    context.events.on('destroyed', ({ id }) => this.#flights.forget(id))
  }

  assertTakesFlash(): void {}

  isToken(text: string): boolean {
    return parseToken(text) !== null
  }

  async find(
    token: string,
    { arrivedAt, fresh = false, uncached = fresh, quiet = false, accepted = null }: FindOptions,
  ): Promise<Verdict> {
    this.#inFlight.assertOpen()
    const parsed = parseToken(token)
    if (!parsed) {
      if (!quiet) this.#context.events.emit('rejected', { id: null, reason: 'malformed' })
      return { live: false, reason: 'malformed' }
    }
    const { id, secret } = parsed
    const hashed = this.#context.hashSecret(secret)
    const hash = typeof hashed === 'string' ? hashed : await hashed
    const asked: Asked = { id, hash, arrivedAt, accepted }
    let verdict = uncached ? null : this.#recall(asked)
    const shared = verdict || fresh ? undefined : this.#flights.get(id)
    if (shared) verdict = this.#acceptance(await shared, asked)
    if (!verdict) {
      // One that others have begun after what was shared, if there is one.
      const later = shared && this.#flights.get(id)
      const errand = later ? undefined : this.#cache?.beginRead(id)
      const reading = later ?? this.#calls.read(id, fresh)
      if (!fresh) this.#flights.begin(id, reading)
      try {
        const record = await reading
        verdict = this.#judge(record, asked)
        if (record && !verdict.live && !fresh && this.#calls.readsCopies) {
          // A copy may let a token in; only the authority refuses one.
          verdict = this.#judge(await this.#calls.read(id, true), asked)
        }
      } finally {
        this.#flights.landed(id, reading)
        if (errand) this.#cache?.endRead(errand, verdict?.live ? verdict.stored : null)
      }
    }
    if (verdict.live) this.#context.events.emit('loaded', { id })
    else if (quiet) return verdict
    else if (verdict.reason === 'stolen') return verdict
    else if (verdict.reason === 'expired') this.#context.events.emit('expired', { id })
    else this.#context.events.emit('rejected', { id, reason: verdict.reason })
    return verdict
  }

  create(draft: Draft): Promise<Committed & { readonly token: string }> {
    return this.#inFlight.run(() => this.#create(draft))
  }

  async commit(mutation: Mutation): Promise<Committed> {
    const begun = this.#inFlight.begin()
    try {
      const committed = await this.#queue.submit(mutation)
      this.#tellOf(mutation, committed)
      return committed
    } finally {
      this.#flights.forget(mutation.base.record.id)
      this.#inFlight.end(begun)
    }
  }

  touch(stored: StoredSession): Promise<null> {
    // Nobody waits for it, so a closed connector is no error here either.
    return this.#inFlight.run(() => this.#touch(stored)).catch(() => null)
  }

  end(stored: StoredSession): Promise<void> {
    return this.#inFlight.run(() => this.#end(stored))
  }

  async #create(draft: Draft): Promise<Committed & { readonly token: string }> {
    assertFits(draft.dataText, this.#context.limits)
    for (let tries = 0; tries < createTries; tries++) {
      const { id, secret } = draft.as ?? { id: newId(), secret: newSecret() }
      const hash = await this.#context.hashSecret(secret)
      const stored = firstVersion(id, hash, draft, this.#context)
      if (await this.#place(stored.record)) {
        this.#context.events.emit('created', { id })
        return { stored, token: formatToken({ id, secret }), merged: false }
      }
      if (draft.as) throw new SessionExistsError('A session is stored under this id already.')
    }
    throw new SessionConnectorError(
      'Five new ids in a row were taken. The random source of this machine is broken, or the backend answers wrongly.',
    )
  }

  async #touch(stored: StoredSession): Promise<null> {
    const { meta, record } = stored
    const now = this.#context.clock()
    if (!isTouchDue(meta, record.expiresAt, now)) return null
    const expiresAt = nextEnd(meta, now)
    if (!this.#touches.begin(record.id, expiresAt, meta.idle / 20)) return null
    try {
      await this.#calls.touch(record.id, expiresAt, record.revision)
    } catch {
      // Told by an `unavailable` event. A missed touch is made up by the next request.
      this.#touches.failed(record.id)
    }
    this.#flights.forget(record.id)
    return null
  }

  async #end({ record: { id } }: StoredSession): Promise<void> {
    await this.#calls.delete(id)
    this.#context.events.emit('destroyed', { id })
  }

  /** What this process remembers of a session, if the token opens it. It may accept, and never refuses. */
  #recall(asked: Asked): Verdict | null {
    if (!this.#cache) return null
    const stored = this.#cache.get(asked.id)
    const verdict = stored && judge(stored, asked, this.#context, true)
    const isHit = verdict?.live === true
    this.#cache.count(isHit)
    return isHit ? verdict : null
  }

  /**
   * What a shared read says, if it accepts the token. It may have been sent before this request came,
   * and it takes one sent later to refuse a token: another process may have made it since.
   */
  #acceptance(record: SessionRecord | null, asked: Asked): Verdict | null {
    const verdict = this.#judge(record, asked)
    return verdict.live ? verdict : null
  }

  #judge(record: SessionRecord | null, asked: Asked): Verdict {
    if (!record) return unknown
    if (record.id !== asked.id) {
      this.#context.events.emit('rejected', { id: asked.id, reason: 'mismatched' })
      throw new SessionUnavailableError(
        'The backend answered with the record of another session. It was not used.',
      )
    }
    return verify(record, asked, this.#context)
  }

  /** Stores a new record, under its owner's limit where there is one. `false`: the id is taken. */
  async #place(record: SessionRecord): Promise<boolean> {
    const { maxSessions, events } = this.#context
    if (!maxSessions || record.owner === null) return this.#calls.create(record)
    const evicted = await this.#calls.admit(record, maxSessions)
    if (evicted === false) {
      throw new SessionLimitError(
        `The user has ${maxSessions.limit} sessions already, which is the limit. One must be signed out first.`,
      )
    }
    for (const id of evicted) events.emit('destroyed', { id, userId: record.owner })
    return true
  }

  #tellOf({ signIn, secret }: Mutation, { stored, token }: Committed): void {
    if (token === null) return
    const made = secret.kind === 'renew' ? 'scheduled' : 'cycled'
    const reason = signIn ? 'authenticated' : made
    this.#context.events.emit('renewed', { id: stored.record.id, reason })
  }
}

/** A token to look up. */
interface Asked extends Presented {
  readonly id: string
}

const unknown: Verdict = { live: false, reason: 'unknown' }
