import type { Accounts } from '../accounts/accounts.ts'
import type { Device } from '../accounts/device.ts'
import type { DeviceBinding } from '../accounts/device-change.ts'
import type { Clock } from '../clock.ts'
import type { SessionAuthority } from '../connector/authority.ts'
import type { VisitorCookie } from '../csrf/visitor-cookie.ts'
import type { SessionEmitter } from '../events.ts'
import type { DataLimits } from '../json/limits.ts'
import type { Lifetime } from '../lifetime/lifetime.ts'
import type { Conform } from './schema.ts'

/** What all sessions of one `createSessions` share. */
export interface SessionEnvironment {
  readonly authority: SessionAuthority
  readonly clock: Clock
  readonly events: SessionEmitter
  readonly lifetime: Lifetime
  readonly limits: DataLimits
  readonly conform: Conform | null
  readonly accounts: Accounts
  /** Whether a user's sessions are limited, so that each sign-in has to be admitted. */
  readonly limited: boolean
  /** What is done about a client that is not the one of the sign-in. */
  readonly deviceBinding: DeviceBinding
  /** What is kept of a client at its sign-in. */
  readonly describe: (client: Client) => Promise<Device>
}

/** What a request tells of its client. */
export interface Client {
  readonly userAgent: string | undefined
  /** As the framework gives it, behind proxies that it trusts. */
  readonly ip: string | undefined
}

/** How one session is opened. */
export interface OpenOptions {
  /**
   * What happens when another request changed the same key first: `'merge'` lets the later save win
   * and emits `conflict`; `'reject'` throws `SessionConflictError`. Default `'merge'`.
   */
  readonly conflict?: 'merge' | 'reject'
  /** `false` keeps this session from emitting `rejected`, `expired`, `duplicate`, `conflict` and `device-changed`. Default `true`. */
  readonly warnings?: boolean
}

/** How a request carries one session. */
export interface Carrier {
  /** The well-formed tokens of the request's session cookies, distinct, at most four. */
  readonly tokens: readonly string[]
  /** Where the request was forwarded with a token that was made in it: what the client itself has sent. */
  readonly presentedBeside?: () => readonly string[]
  /** Whether the client sent any cookie of the session's name, well-formed or not. */
  readonly hadCookie: boolean
  /** Throws where a new cookie could no longer be sent. */
  readonly assertCookieCanBeSet?: () => void
  /** Whether a successor of the token may be made: it can still be sent, and a user is behind the request. */
  readonly canRenew: () => boolean
  readonly client?: () => Client
  readonly visitor?: VisitorCookie
}
