import { effectiveEnd } from '../lifetime/expiry.ts'
import type { Lifetime } from '../lifetime/lifetime.ts'
import type { StoredSession } from '../record/stored-session.ts'

/** One of a user's sessions, for a list of "your devices". It holds nothing that signs anyone in. */
export interface SessionInfo {
  /** The public handle, for `revoke`. */
  readonly id: string
  /** Whose session it is. */
  readonly userId: string
  /** When the session began. */
  readonly createdAt: Date
  /** When the user last proved who they are; `null` where nobody has signed in. */
  readonly authenticatedAt: Date | null
  /** Exact to a twentieth of the idle time; within one idle time of the absolute end, when that began. */
  readonly lastSeenAt: Date
  /** When it ends unless it is used before. */
  readonly expiresAt: Date
  /** The level given to `authenticate`. */
  readonly level: string | null
  /** The `User-Agent` of the sign-in. */
  readonly userAgent: string | null
  /** The address of the sign-in, as `deviceIp` kept it. */
  readonly ip: string | null
}

/** What a record says of a session, or `null` if it is nobody's or has ended. */
export function sessionInfo(
  { record, meta }: StoredSession,
  lifetime: Lifetime,
  now: number,
): SessionInfo | null {
  const expiresAt = effectiveEnd(meta, record.expiresAt, lifetime)
  if (record.owner === null || expiresAt <= now) return null
  return {
    id: record.id,
    userId: record.owner,
    createdAt: new Date(meta.createdAt),
    authenticatedAt: meta.authenticatedAt === null ? null : new Date(meta.authenticatedAt),
    lastSeenAt: new Date(Math.max(meta.createdAt, Math.min(now, record.expiresAt - meta.idle))),
    expiresAt: new Date(expiresAt),
    level: meta.level,
    userAgent: meta.device?.userAgent ?? null,
    ip: meta.device?.ip ?? null,
  }
}
