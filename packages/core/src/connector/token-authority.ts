import { UnsupportedOperationError } from '../errors.ts'
import { assertFits } from '../json/limits.ts'
import { isTouchDue, nextEnd } from '../lifetime/expiry.ts'
import type { StoredSession } from '../record/stored-session.ts'
import type { TokenSession } from '../record/token-session.ts'
import { randomText } from '../tokens/random.ts'
import { newId, newRevision } from '../tokens/token.ts'
import type {
  Committed,
  Draft,
  FindOptions,
  Mutation,
  SessionAuthority,
  Verdict,
} from './authority.ts'
import type { ConnectorContext } from './context.ts'
import type { InFlight } from './in-flight.ts'
import { firstMeta, nextMeta } from './next-record.ts'
import { openToken, storedOf } from './open-token.ts'
import type { TokenSeal } from './token-seal.ts'

/** Bytes of the secret that a session of this kind holds: nobody presents it, CSRF tokens are bound to it. */
const secretBytes = 16

/**
 * The authority over sessions that live in their own tokens and nowhere else: what is sealed is true.
 * There is nothing to compare with, so the later of two writes stands, and nothing can be revoked
 * before its sealed end.
 */
export class TokenAuthority implements SessionAuthority {
  readonly reseals = true
  readonly #seal: TokenSeal
  readonly #context: ConnectorContext
  readonly #inFlight: InFlight

  constructor(seal: TokenSeal, context: ConnectorContext, inFlight: InFlight) {
    this.#seal = seal
    this.#context = context
    this.#inFlight = inFlight
  }

  assertTakesFlash(): void {
    throw new UnsupportedOperationError(
      'Without a server nobody can tell which of two requests took a flash value. Use set() and pop(), which both may read, or give the cookie backend a revocation backend.',
    )
  }

  isToken(text: string): boolean {
    return this.#seal.isToken(text)
  }

  async find(token: string, options: FindOptions): Promise<Verdict> {
    this.#inFlight.assertOpen()
    const opened = await openToken(token, options, this.#seal, this.#context)
    if ('verdict' in opened) return opened.verdict
    const { session, data } = opened
    const stored = storedOf(session)
    this.#context.events.emit('loaded', { id: session.id })
    return { live: true, stored, data, presented: null, cached: false }
  }

  create(draft: Draft): Promise<Committed & { readonly token: string }> {
    return this.#inFlight.run(async () => {
      assertFits(draft.dataText, this.#context.limits)
      const id = newId()
      const { signIn, dataText } = draft
      const meta = firstMeta(randomText(secretBytes), draft, this.#context)
      const made = { id, owner: signIn?.userId ?? null, meta, dataText }
      const committed = await this.#sealed(made)
      this.#context.events.emit('created', { id })
      return committed
    })
  }

  commit(mutation: Mutation): Promise<Committed> {
    return this.#inFlight.run(async () => {
      const { base, dataText, signIn, secret, take } = mutation
      if (take !== undefined) this.assertTakesFlash()
      assertFits(dataText, this.#context.limits)
      const isNew = signIn !== null || secret.kind === 'rotate'
      const current = { meta: base.meta, owner: base.record.owner }
      const next = nextMeta(
        current,
        mutation,
        isNew ? randomText(secretBytes) : null,
        this.#context,
      )
      const { id } = base.record
      const committed = await this.#sealed({ id, ...next, dataText })
      this.#context.events.emit('saved', { id, merged: false })
      if (isNew) {
        const reason = signIn ? 'authenticated' : 'cycled'
        this.#context.events.emit('renewed', { id, reason })
      }
      return committed
    })
  }

  touch({ record, meta, dataText }: StoredSession): Promise<Committed | null> {
    if (!isTouchDue(meta, record.expiresAt, this.#context.clock())) return Promise.resolve(null)
    const same = { id: record.id, owner: record.owner, meta, dataText }
    // Missed, it is made up by the next request: as where the settings allow less room than before.
    return this.#inFlight.run(() => this.#sealed(same)).catch(() => null)
  }

  /** Nothing but the client holds it: what happens is that the cookie is deleted. */
  async end({ record: { id } }: StoredSession): Promise<void> {
    this.#inFlight.assertOpen()
    this.#context.events.emit('destroyed', { id })
  }

  async #sealed(
    session: Omit<TokenSession, 'expiresAt' | 'revision'>,
  ): Promise<Committed & { readonly token: string }> {
    const { meta } = session
    const expiresAt = nextEnd(meta, this.#context.clock())
    const sealable = { ...session, expiresAt, revision: newRevision() }
    const token = await this.#seal.seal(sealable)
    return { stored: storedOf(sealable), token, merged: false }
  }
}
