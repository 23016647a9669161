import type { JsonObject } from '../json/json-object.ts'
import { hasPrototypeKey } from '../json/prototype-key.ts'
import { effectiveEnd } from '../lifetime/expiry.ts'
import { parseData, type StoredSession } from '../record/stored-session.ts'
import type { TokenSession } from '../record/token-session.ts'
import type { DeadReason, FindOptions, Verdict } from './authority.ts'
import type { ConnectorContext } from './context.ts'
import type { TokenSeal } from './token-seal.ts'

/** A session that its token holds and that has not ended, or what is to be said of the token. */
export type OpenedToken =
  | { readonly session: TokenSession; readonly data: JsonObject }
  | { readonly verdict: Verdict }

/** Opens a token, judges its sealed ends, and parses its data. What is not accepted gives one event. */
export async function openToken(
  token: string,
  { quiet = false }: FindOptions,
  seal: TokenSeal,
  context: ConnectorContext,
): Promise<OpenedToken> {
  const { clock, events, lifetime, limits } = context
  const dead = (reason: DeadReason, id: string | null): OpenedToken => {
    if (quiet) return { verdict: { live: false, reason } }
    if (reason !== 'expired') events.emit('rejected', { id, reason })
    else if (id !== null) events.emit('expired', { id })
    return { verdict: { live: false, reason } }
  }
  if (!seal.isToken(token)) return dead('malformed', null)
  const session = await seal.open(token, clock())
  if (session === null) return dead('unknown', null)
  if (session === 'corrupt') return dead('corrupt', null)
  const { id, meta, expiresAt, dataText } = session
  if (effectiveEnd(meta, expiresAt, lifetime) <= clock()) return dead('expired', id)
  const data = parseData(dataText, limits)
  if (!data || hasPrototypeKey(dataText)) return dead('corrupt', id)
  return { session, data }
}

/** The form in which the session layer holds what a token said. */
export function storedOf({
  id,
  revision,
  owner,
  expiresAt,
  meta,
  dataText,
}: TokenSession): StoredSession {
  const record = { id, revision, owner, expiresAt, endsAt: meta.endsAt, payload: '' }
  return { record, meta, metaText: '', dataText }
}
