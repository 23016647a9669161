import type { SessionRecord, UpdateHints } from '../backend.ts'
import { applyExpiry, isTouchDue, newTerms, nextEnd, renewTerms } from '../lifetime/expiry.ts'
import type { Meta } from '../record/meta.ts'
import { encodeMeta } from '../record/meta-text.ts'
import { promoted, renewed, rotated } from '../record/secrets.ts'
import { encodePayload, type StoredSession } from '../record/stored-session.ts'
import { newRevision } from '../tokens/token.ts'
import type { Draft, Mutation } from './authority.ts'
import type { ConnectorContext } from './context.ts'

/** The first version of a session. */
export function firstVersion(
  id: string,
  secretHash: string,
  draft: Draft,
  context: ConnectorContext,
): StoredSession {
  const meta = firstMeta(secretHash, draft, context)
  const owner = draft.signIn?.userId ?? null
  const written = { meta, metaText: encodeMeta(meta) }
  return version(id, owner, written, draft.dataText, nextEnd(meta, context.clock()))
}

/** The meta of a session that begins now. */
export function firstMeta(secretHash: string, draft: Draft, context: ConnectorContext): Meta {
  const now = context.clock()
  const fresh: Meta = {
    ...newTerms(context.lifetime, now),
    secretHash,
    generation: 0,
    createdAt: now,
    authenticatedAt: draft.signIn ? now : null,
    level: draft.signIn?.level ?? null,
    device: draft.signIn?.device ?? null,
    issuedAt: now,
    origin: null,
    pending: null,
    superseded: [],
  }
  return withExpiry(fresh, draft.expiry, context, now)
}

/** The meta and owner of `current` after a mutation; `hash` of the secret that it makes or promotes. */
export function nextMeta(
  current: { readonly meta: Meta; readonly owner: string | null },
  mutation: Mutation,
  hash: string | null,
  context: ConnectorContext,
): { meta: Meta; owner: string | null } {
  const now = context.clock()
  let { meta, owner } = current
  if (mutation.signIn) {
    const { userId, level, device } = mutation.signIn
    meta = {
      ...meta,
      ...renewTerms(meta, context.lifetime, now),
      authenticatedAt: now,
      level,
      device,
    }
    owner = userId
  }
  meta = withSecret(meta, mutation, hash, now)
  return { meta: withExpiry(meta, mutation.expiry, context, now), owner }
}

/** What an update writes, and how. */
interface NextVersion {
  readonly stored: StoredSession
  readonly how: UpdateHints
}

/**
 * The version after `current`. A write moves the idle end as seldom as a touch does: where neither
 * that nor anything of the meta changes, most stores write half as much.
 */
export function nextVersion(
  current: StoredSession,
  draft: {
    readonly meta: Meta
    readonly owner: string | null
    readonly dataText: string
    readonly shorten: boolean
  },
  now: number,
): NextVersion {
  const { id, expiresAt } = current.record
  const { meta, owner, dataText } = draft
  if (meta !== current.meta) {
    const stored = version(
      id,
      owner,
      { meta, metaText: encodeMeta(meta) },
      dataText,
      nextEnd(meta, now),
    )
    // A renewal leaves the secret in force as it is: a copy from before it lets in nobody else.
    const supersedes = meta.generation !== current.meta.generation || owner !== current.record.owner
    return {
      stored,
      how: { ...(draft.shorten && { shorten: true }), ...(supersedes && { supersedes }) },
    }
  }
  if (isTouchDue(meta, expiresAt, now)) {
    return { stored: version(id, owner, current, dataText, nextEnd(meta, now)), how: asItComes }
  }
  return { stored: version(id, owner, current, dataText, expiresAt), how: payloadOnly }
}

const payloadOnly = { payloadOnly: true }
const asItComes = {}

/** A version of a session, with a revision of its own. */
function version(
  id: string,
  owner: string | null,
  { meta, metaText }: Pick<StoredSession, 'meta' | 'metaText'>,
  dataText: string,
  expiresAt: number,
): StoredSession {
  const record: SessionRecord = {
    id,
    revision: newRevision(),
    owner,
    expiresAt,
    endsAt: meta.endsAt,
    payload: encodePayload(metaText, dataText),
  }
  return { record, meta, metaText, dataText }
}

/** `hash`: of the new secret, or of the one to promote. */
function withSecret(meta: Meta, mutation: Mutation, hash: string | null, now: number): Meta {
  if (hash === null) return meta
  if (mutation.signIn || mutation.secret.kind === 'rotate') return rotated(meta, hash, now)
  return mutation.secret.kind === 'promote' ? promoted(meta, hash, now) : renewed(meta, hash, now)
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
