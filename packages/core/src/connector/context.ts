import type { Clock } from '../clock.ts'
import type { SessionEmitter } from '../events.ts'
import type { DataLimits } from '../json/limits.ts'
import type { Lifetime } from '../lifetime/lifetime.ts'
import type { HashSecret } from '../tokens/secret-hash.ts'

/** How many live sessions one user may have. */
export interface MaxSessions {
  /** The most live sessions of one user. */
  readonly limit: number
  /** What a sign-in over the limit does: ends the user's oldest session, or fails with `SessionLimitError`. */
  readonly policy: 'evict-oldest' | 'reject-new'
}

/** What the parts of a connector share. */
export interface ConnectorContext {
  readonly clock: Clock
  readonly events: SessionEmitter
  readonly lifetime: Lifetime
  readonly limits: DataLimits
  readonly hashSecret: HashSecret
  readonly maxSessions: MaxSessions | null
  /** Milliseconds for one call to the backend; a save with all its retries has as long again. */
  readonly deadline: number
}
