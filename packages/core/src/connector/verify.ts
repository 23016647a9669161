import type { SessionRecord } from '../backend.ts'
import { effectiveEnd } from '../lifetime/expiry.ts'
import { standingOf } from '../record/secrets.ts'
import { decodeRecord, parseData, type StoredSession } from '../record/stored-session.ts'
import type { Verdict } from './authority.ts'
import type { ConnectorContext } from './context.ts'

/** A token as it comes. */
export interface Presented {
  /** The hash of its secret. */
  readonly hash: string
  /** When the request that carries it arrived, in milliseconds. */
  readonly arrivedAt: number
  /** The version that this very token opened before; `null`: none. */
  readonly accepted: StoredSession | null
}

/** Judges a token against the record that its id led to. */
export function verify(
  record: SessionRecord,
  presented: Presented,
  context: ConnectorContext,
): Verdict {
  const stored = decodeRecord(record, context.limits)
  if (!stored) return { live: false, reason: 'corrupt' }
  return judge(stored, presented, context, false)
}

/**
 * Judges a token against a version of its session. Order matters: nothing of it is believed, and no
 * data is parsed, before the secret has been proven. What was accepted once is known by its id and
 * generation from then on: the record forgets a secret that was renewed long ago. The data is the
 * caller's own in any case (R58).
 */
export function judge(
  stored: StoredSession,
  { hash, arrivedAt, accepted }: Presented,
  context: ConnectorContext,
  cached: boolean,
): Verdict {
  const { meta, record } = stored
  const standing =
    accepted?.record.id === record.id && accepted.meta.generation === meta.generation
      ? 'current'
      : standingOf(meta, hash, arrivedAt)
  if (standing === 'unknown' || standing === 'superseded') return { live: false, reason: standing }
  if (effectiveEnd(meta, record.expiresAt, context.lifetime) <= context.clock()) {
    return { live: false, reason: 'expired' }
  }
  if (standing === 'stolen') return { live: false, reason: 'stolen', stored }
  const data = parseData(stored.dataText, context.limits)
  if (!data) return { live: false, reason: 'corrupt' }
  const isNews = standing === 'pending' || standing === 'unclaimed'
  return { live: true, stored, data, presented: isNews ? hash : null, cached }
}
