import { equalHashes } from '../tokens/secret-hash.ts'
import type { Meta, Superseded } from './meta.ts'

/** How long a replaced secret is still accepted after its successor was presented, in milliseconds (R25). */
const grace = 30_000
/** How long a secret that was replaced without grace is told from an unknown one, in milliseconds. */
const rotatedFor = 60_000
/** How many replaced secrets a record remembers, and how much of each hash, in characters. */
const rememberedSecrets = 4
const rememberedLength = 16

/**
 * What a secret is to a record. Accepted: `current`; `pending`, a successor presented for the first
 * time; `unclaimed`, a successor that was replaced before anyone presented it, in its grace;
 * `predecessor`, in its grace. Refused: `superseded`, replaced without grace a moment ago; `stolen`,
 * renewed and past its grace; `unknown`.
 */
export type Standing =
  | 'current'
  | 'pending'
  | 'unclaimed'
  | 'predecessor'
  | 'superseded'
  | 'stolen'
  | 'unknown'

/** Judges the hash of a secret as of `at`, the arrival of the request that carries it. */
export function standingOf(meta: Meta, hash: string, at: number): Standing {
  if (equalHashes(meta.secretHash, hash)) return 'current'
  if (meta.pending && equalHashes(meta.pending.hash, hash)) return 'pending'
  const start = hash.slice(0, rememberedLength)
  const old = meta.superseded.find((one) => equalHashes(one.hash, start))
  if (!old) return 'unknown'
  const age = at - old.at
  if (old.reason === 'rotated') return age < rotatedFor ? 'superseded' : 'unknown'
  if (old.reason === 'unclaimed') return age < grace ? 'unclaimed' : 'unknown'
  return age < grace ? 'predecessor' : 'stolen'
}

/** True when the secret is old, or its successor was not presented within a grace. `renewal`: milliseconds, or `null` for never. */
export function isRenewalDue(meta: Meta, renewal: number | null, now: number): boolean {
  if (renewal === null) return false
  return meta.pending ? now - meta.pending.at >= grace : now - meta.issuedAt >= renewal
}

/** A successor is stored beside the secret in force; one that nobody presented is replaced. */
export function renewed(meta: Meta, hash: string, now: number): Meta {
  const unclaimed = meta.pending ? [remember(meta.pending.hash, now, 'unclaimed')] : []
  return { ...meta, pending: { hash, at: now }, superseded: remembered(unclaimed, meta.superseded) }
}

/** The successor that a client has presented comes into force; the predecessor's grace begins. */
export function promoted(meta: Meta, hash: string, now: number): Meta {
  const { pending, superseded } = meta
  const isPending = pending !== null && equalHashes(pending.hash, hash)
  const start = hash.slice(0, rememberedLength)
  const others = superseded.filter((one) => one.hash !== start)
  // Not the last successor but an earlier one: the last one may still be on its way to the client.
  const passed = pending && !isPending ? [remember(pending.hash, now, 'unclaimed')] : []
  return {
    ...meta,
    secretHash: hash,
    origin: meta.origin ?? meta.secretHash,
    pending: null,
    issuedAt: isPending ? pending.at : now,
    superseded: remembered([remember(meta.secretHash, now, 'renewed'), ...passed], others),
  }
}

/** A new secret without grace: every other one is refused from now on. */
export function rotated(meta: Meta, hash: string, now: number): Meta {
  const ended = [remember(meta.secretHash, now, 'rotated')]
  if (meta.pending) ended.push(remember(meta.pending.hash, now, 'rotated'))
  const earlier = meta.superseded.map(
    (one): Superseded => ({
      hash: one.hash,
      // What was accepted until now is told apart for a while, like the others.
      at: one.reason !== 'rotated' && now - one.at < grace ? now : one.at,
      reason: 'rotated',
    }),
  )
  return {
    ...meta,
    secretHash: hash,
    origin: null,
    pending: null,
    generation: meta.generation + 1,
    issuedAt: now,
    superseded: remembered(ended, earlier),
  }
}

function remember(hash: string, at: number, reason: Superseded['reason']): Superseded {
  return { hash: hash.slice(0, rememberedLength), at, reason }
}

function remembered(newer: readonly Superseded[], older: readonly Superseded[]): Superseded[] {
  return [...newer, ...older].slice(0, rememberedSecrets)
}
