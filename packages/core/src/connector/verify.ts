import type { SessionRecord } from '../backend.ts'
import { effectiveEnd } from '../lifetime/expiry.ts'
import { standingOf } from '../record/secrets.ts'
import { decodeRecord, parseData } from '../record/stored-session.ts'
import type { Verdict } from './authority.ts'
import type { ConnectorContext } from './context.ts'

/**
 * Judges a token against the record that its id led to. Order matters: nothing of the record is
 * believed, and no data is parsed, before the secret has been proven.
 */
export function verify(
  record: SessionRecord,
  secretHash: string,
  arrivedAt: number,
  context: ConnectorContext,
): Verdict {
  const stored = decodeRecord(record, context.limits)
  if (!stored) return { live: false, reason: 'corrupt' }
  const { meta } = stored
  const standing = standingOf(meta, secretHash, arrivedAt)
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
