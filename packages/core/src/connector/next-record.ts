import type { SessionRecord } from '../backend.ts'
import { applyExpiry, newTerms, nextEnd, renewTerms } from '../lifetime/expiry.ts'
import type { Meta } from '../record/meta.ts'
import { encodePayload, type StoredSession } from '../record/stored-session.ts'
import { newRevision } from '../tokens/token.ts'
import type { Draft, Mutation } from './authority.ts'
import type { ConnectorContext } from './context.ts'
import { rememberedLength } from './verify.ts'

/** How many replaced secrets a record remembers. */
const rememberedSecrets = 4

/** The first version of a session. */
export function firstVersion(
  id: string,
  secretHash: string,
  draft: Draft,
  context: ConnectorContext,
): StoredSession {
  const now = context.clock()
  const fresh: Meta = {
    ...newTerms(context.lifetime, now),
    secretHash,
    generation: 0,
    createdAt: now,
    authenticatedAt: draft.signIn ? now : null,
    level: draft.signIn?.level ?? null,
    issuedAt: now,
    superseded: [],
  }
  const meta = withExpiry(fresh, draft.expiry, context, now)
  return version(id, draft.signIn?.userId ?? null, meta, draft.dataText, now)
}

/** The meta and owner of `current` after a mutation; `newHash` where the mutation makes a new secret. */
export function nextMeta(
  current: { readonly meta: Meta; readonly owner: string | null },
  mutation: Mutation,
  newHash: string | null,
  context: ConnectorContext,
): { meta: Meta; owner: string | null } {
  const now = context.clock()
  let { meta, owner } = current
  if (mutation.signIn) {
    const { userId, level } = mutation.signIn
    meta = { ...meta, ...renewTerms(meta, context.lifetime, now), authenticatedAt: now, level }
    owner = userId
  }
  if (newHash !== null) meta = rotated(meta, newHash, now)
  return { meta: withExpiry(meta, mutation.expiry, context, now), owner }
}

/** A version of a session, with a revision of its own. */
export function version(
  id: string,
  owner: string | null,
  meta: Meta,
  dataText: string,
  now: number,
): StoredSession {
  const record: SessionRecord = {
    id,
    revision: newRevision(),
    owner,
    expiresAt: nextEnd(meta, now),
    endsAt: meta.endsAt,
    payload: encodePayload(meta, dataText),
  }
  return { record, meta, dataText }
}

function rotated(meta: Meta, newHash: string, now: number): Meta {
  const replaced = { hash: meta.secretHash.slice(0, rememberedLength), at: now }
  return {
    ...meta,
    secretHash: newHash,
    generation: meta.generation + 1,
    issuedAt: now,
    superseded: [replaced, ...meta.superseded].slice(0, rememberedSecrets),
  }
}

function withExpiry(
  meta: Meta,
  expiry: Mutation['expiry'],
  context: ConnectorContext,
  now: number,
): Meta {
  return expiry === undefined
    ? meta
    : { ...meta, ...applyExpiry(meta, expiry, context.lifetime, now) }
}
