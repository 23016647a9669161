import type { SessionRecord } from '../backend.ts'
import { effectiveEnd } from '../lifetime/expiry.ts'
import { decodeRecord, parseData } from '../record/stored-session.ts'
import { equalHashes } from '../tokens/secret-hash.ts'
import type { Verdict } from './authority.ts'
import type { ConnectorContext } from './context.ts'

/** How long a secret that was replaced without grace is told from an unknown one, in milliseconds. */
const supersededFor = 60_000
/** How much of a replaced secret's hash is remembered, in characters. */
export const rememberedLength = 16

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
  if (!equalHashes(meta.secretHash, secretHash)) {
    const start = secretHash.slice(0, rememberedLength)
    const old = meta.superseded.find(({ hash }) => equalHashes(hash, start))
    const late = old !== undefined && arrivedAt - old.at < supersededFor
    return { live: false, reason: late ? 'superseded' : 'unknown' }
  }
  if (effectiveEnd(meta, record.expiresAt, context.lifetime) <= context.clock()) {
    return { live: false, reason: 'expired' }
  }
  const data = parseData(stored.dataText, context.limits)
  return data ? { live: true, stored, data } : { live: false, reason: 'corrupt' }
}
