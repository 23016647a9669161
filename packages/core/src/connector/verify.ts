import type { SessionRecord } from '../backend.ts'
import { effectiveEnd } from '../lifetime/expiry.ts'
import { standingOf } from '../record/secrets.ts'
import { decodeRecord, parseData, type StoredSession } from '../record/stored-session.ts'
import type { Verdict } from './authority.ts'
import type { ConnectorContext } from './context.ts'

/**
 * Judges a token against the record that its id led to. Order matters: nothing of the record is
 * believed, and no data is parsed, before the secret has been proven. What was accepted once is known
 * by its id and generation from then on: the record forgets a secret that was renewed long ago.
 */
export function verify(
  record: SessionRecord,
  secretHash: string,
  arrivedAt: number,
  context: ConnectorContext,
  accepted: StoredSession | null = null,
): Verdict {
  const stored = decodeRecord(record, context.limits)
  if (!stored) return { live: false, reason: 'corrupt' }
  const { meta } = stored
  const standing =
    accepted?.record.id === record.id && accepted.meta.generation === meta.generation
      ? 'current'
      : standingOf(meta, secretHash, arrivedAt)
  if (standing === 'unknown' || standing === 'superseded') return { live: false, reason: standing }
  if (effectiveEnd(meta, record.expiresAt, context.lifetime) <= context.clock()) {
    return { live: false, reason: 'expired' }
  }
  if (standing === 'stolen') return { live: false, reason: 'stolen', stored }
  const data = parseData(stored.dataText, context.limits)
  if (!data) return { live: false, reason: 'corrupt' }
  const isNews = standing === 'pending' || standing === 'unclaimed'
  return { live: true, stored, data, presented: isNews ? secretHash : null }
}
