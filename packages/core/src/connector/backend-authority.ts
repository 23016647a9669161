import type { SessionRecord } from '../backend.ts'
import {
  SessionConnectorError,
  SessionExistsError,
  SessionLimitError,
  SessionUnavailableError,
} from '../errors.ts'
import { assertFits } from '../json/limits.ts'
import { isTouchDue, nextEnd } from '../lifetime/expiry.ts'
import type { StoredSession } from '../record/stored-session.ts'
import { formatToken, newId, newSecret, parseToken, type Token } from '../tokens/token.ts'
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
import { verify } from './verify.ts'

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

  constructor(calls: BackendCalls, context: ConnectorContext, inFlight: InFlight) {
    this.#calls = calls
    this.#context = context
    this.#queue = new CommitQueue({ calls, context })
    this.#inFlight = inFlight
    // Also what was ended by its owner or id: a read from before it is not joined any more.
    context.events.on('destroyed', ({ id }) => {
      if (id === null) this.#flights.forgetAll()
      else this.#flights.forget(id)
    })
  }

  assertTakesFlash(): void {}

  isToken(text: string): boolean {
    return parseToken(text) !== null
  }

  async find(
    token: string,
    { arrivedAt, fresh = false, quiet = false, accepted = null }: FindOptions,
  ): Promise<Verdict> {
    this.#inFlight.assertOpen()
    const parsed = parseToken(token)
    if (!parsed) {
      if (!quiet) this.#context.events.emit('rejected', { id: null, reason: 'malformed' })
      return { live: false, reason: 'malformed' }
    }
    const { id } = parsed
    const reading = fresh
      ? this.#calls.read(id, true)
      : this.#flights.join(id, () => this.#calls.read(id))
    let record: SessionRecord | null
    try {
      record = await reading
    } finally {
      this.#flights.landed(id, reading)
    }
    const judged = record ? this.#judge(record, parsed, arrivedAt, accepted) : unknown
    const verdict = judged instanceof Promise ? await judged : judged
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

  /** At once where the hash is. */
  #judge(
    record: SessionRecord,
    { id, secret }: Token,
    arrivedAt: number,
    accepted: StoredSession | null,
  ): Verdict | Promise<Verdict> {
    if (record.id !== id) {
      this.#context.events.emit('rejected', { id, reason: 'mismatched' })
      throw new SessionUnavailableError(
        'The backend answered with the record of another session. It was not used.',
      )
    }
    const judge = (hash: string): Verdict =>
      verify(record, hash, arrivedAt, this.#context, accepted)
    const hash = this.#context.hashSecret(secret)
    return typeof hash === 'string' ? judge(hash) : hash.then(judge)
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

const unknown: Verdict = { live: false, reason: 'unknown' }
