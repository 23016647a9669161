import { SessionExpiredError, SessionInterruptedError } from '../errors.ts'
import { assertFits } from '../json/limits.ts'
import { isTouchDue, nextEnd } from '../lifetime/expiry.ts'
import type { StoredSession } from '../record/stored-session.ts'
import { formatToken, newRevision, parseToken } from '../tokens/token.ts'
import type {
  Committed,
  Draft,
  FindOptions,
  Mutation,
  SessionAuthority,
  Verdict,
} from './authority.ts'
import { BackendAuthority } from './backend-authority.ts'
import type { BackendCalls } from './backend-calls.ts'
import type { ConnectorContext } from './context.ts'
import { InFlight } from './in-flight.ts'
import { flashChanges, joinTexts, splitText } from './listed-data.ts'
import { openToken } from './open-token.ts'
import type { Store } from './store.ts'
import type { TokenSeal } from './token-seal.ts'
import { verify } from './verify.ts'

/** What a session consists of: its record in the list, the record's secret, and what the cookie holds. */
interface Parts {
  readonly listed: StoredSession
  readonly secret: string
  readonly cookieText: string
}

/** A session as this authority hands it out. */
interface JoinedSession extends StoredSession {
  readonly parts: Parts
}

/**
 * The authority over sessions whose data is in their tokens, and which a server backend lists: the
 * token also holds the id and secret of a record there, by all the rules of such. The record has the
 * owner, the ends and the flash values. No record, no session: also where the store lost it (R47).
 */
export class ListedTokenAuthority implements SessionAuthority {
  readonly reseals = true
  readonly #seal: TokenSeal
  readonly #calls: BackendCalls
  readonly #context: ConnectorContext
  readonly #inFlight: InFlight
  readonly #list: BackendAuthority

  constructor(seal: TokenSeal, store: Store, context: ConnectorContext, inFlight: InFlight) {
    this.#seal = seal
    this.#calls = store.calls
    this.#context = context
    this.#inFlight = inFlight
    // Work on the list is part of work that is counted here: a close must not refuse the second half.
    this.#list = new BackendAuthority(store, context, new InFlight())
  }

  assertTakesFlash(): void {}

  isToken(text: string): boolean {
    return this.#seal.isToken(text)
  }

  async find(token: string, options: FindOptions): Promise<Verdict> {
    this.#inFlight.assertOpen()
    const opened = await openToken(token, options, this.#seal, this.#context)
    if ('verdict' in opened) return opened.verdict
    const { id, meta, expiresAt, dataText } = opened.session
    const secret = meta.secretHash
    const verdict = await this.#list.find(formatToken({ id, secret }), options)
    if (!verdict.live) return verdict
    const parts = { listed: verdict.stored, secret, cookieText: dataText }
    const { data } = opened
    for (const [key, value] of verdict.data.entries()) data.set(key, value)
    const stored = joined(parts, expiresAt)
    return { live: true, stored, data, presented: null, cached: verdict.cached }
  }

  create(draft: Draft): Promise<Committed & { readonly token: string }> {
    return this.#inFlight.run(async () => {
      assertFits(draft.dataText, this.#context.limits)
      const { cookieText, flashText } = splitText(draft.dataText)
      const { signIn } = draft
      const meta = { level: signIn?.level ?? null }
      this.#seal.assertSealable({ owner: signIn?.userId ?? null, meta, dataText: cookieText }, true)
      const { stored, token } = await this.#list.create({ ...draft, dataText: flashText })
      return this.#sealed({ listed: stored, secret: secretOf(token), cookieText }, false)
    })
  }

  commit(mutation: Mutation): Promise<Committed> {
    return this.#inFlight.run(() => this.#commit(mutation))
  }

  touch(stored: StoredSession): Promise<Committed | null> {
    if (!isTouchDue(stored.meta, stored.record.expiresAt, this.#context.clock())) {
      return Promise.resolve(null)
    }
    return this.#inFlight
      .run(async () => {
        const parts = partsOf(stored)
        // A slow request must not put its cookie over that of a sign-in meanwhile.
        const listed = await this.#stillListed(parts)
        await this.#list.touch(listed)
        return this.#sealed({ ...parts, listed }, false)
      })
      .catch(() => null)
  }

  end(stored: StoredSession): Promise<void> {
    return this.#inFlight.run(() => this.#list.end(stored))
  }

  async #commit(mutation: Mutation): Promise<Committed> {
    const { base, dataText, signIn, take, expiry, secret } = mutation
    const parts = partsOf(base)
    if (take !== undefined) {
      const taken = await this.#list.commit(onList(mutation, parts, parts.listed.dataText))
      const stored = joined({ ...parts, listed: taken.stored }, base.record.expiresAt)
      return { ...taken, stored }
    }
    assertFits(dataText, this.#context.limits)
    const { cookieText, flashText } = splitText(dataText)
    const { owner } = base.record
    const names = signIn ?? { userId: owner, level: base.meta.level }
    const sealable = { owner: names.userId, meta: { level: names.level }, dataText: cookieText }
    this.#seal.assertSealable(sealable, true)
    const { changes } = onList(mutation, parts, flashText)
    const isListed =
      signIn !== null ||
      secret.kind === 'rotate' ||
      expiry !== undefined ||
      changes.keys.size > 0 ||
      changes.retain !== null
    if (!isListed) {
      const listed = await this.#stillListed(parts)
      const committed = await this.#sealed({ ...parts, listed, cookieText }, false)
      this.#context.events.emit('saved', { id: base.record.id, merged: false })
      return committed
    }
    const { stored, token, merged } = await this.#list.commit(onList(mutation, parts, flashText))
    const own = token === null ? parts.secret : secretOf(token)
    return this.#sealed({ listed: stored, secret: own, cookieText }, merged)
  }

  /** The record as it is now; throws if it is gone, or if its secret was replaced. */
  async #stillListed({ listed, secret }: Parts): Promise<StoredSession> {
    const { clock, hashSecret } = this.#context
    const record = await this.#calls.read(listed.record.id, true)
    const presented = { hash: await hashSecret(secret), arrivedAt: clock(), accepted: null }
    const verdict = record && verify(record, presented, this.#context)
    if (verdict?.live) return verdict.stored
    if (verdict?.reason === 'expired') {
      throw new SessionExpiredError('The session has expired. Nothing was saved.')
    }
    throw new SessionInterruptedError(
      'The session was ended, or signed in anew, by another request. Nothing was saved.',
    )
  }

  async #sealed(parts: Parts, merged: boolean): Promise<Committed & { readonly token: string }> {
    const { listed, secret, cookieText } = parts
    const { id, owner } = listed.record
    const expiresAt = nextEnd(listed.meta, this.#context.clock())
    const meta = { ...listed.meta, secretHash: secret }
    const token = await this.#seal.seal({
      id,
      revision: newRevision(),
      owner,
      expiresAt,
      meta,
      dataText: cookieText,
    })
    return { stored: joined(parts, expiresAt), token, merged }
  }
}

/** What the session layer holds. `expiresAt`: the sealed idle end. */
function joined(parts: Parts, expiresAt: number): JoinedSession {
  const { record, meta, dataText } = parts.listed
  return {
    record: { ...record, expiresAt, payload: '' },
    meta,
    metaText: '',
    dataText: joinTexts(parts.cookieText, dataText),
    parts,
  }
}

function partsOf(stored: StoredSession): Parts {
  if (isJoined(stored)) return stored.parts
  throw new RangeError('The session was handed out by another authority.')
}

function isJoined(stored: StoredSession): stored is JoinedSession {
  return 'parts' in stored
}

/** The part of a save that the record takes. */
function onList(mutation: Mutation, { listed }: Parts, flashText: string): Mutation {
  const changes = flashChanges(mutation.changes, listed.dataText)
  return { ...mutation, base: listed, changes, dataText: flashText }
}

function secretOf(token: string): string {
  const parsed = parseToken(token)
  if (parsed) return parsed.secret
  throw new RangeError('A server backend gives tokens of id and secret.')
}
