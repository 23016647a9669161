import type { Device } from '../accounts/device.ts'

/** A secret that this session had before, remembered by the start of its hash. */
export interface Superseded {
  /** The first 16 characters of the secret's hash. */
  readonly hash: string
  /** When it was replaced, in milliseconds. */
  readonly at: number
  /** `renewed`: its successor was presented. `unclaimed`: a successor that nobody presented. `rotated`: replaced without grace. */
  readonly reason: 'renewed' | 'unclaimed' | 'rotated'
}

/** What core knows of a session beside its data. Times and lengths are milliseconds. */
export interface Meta {
  readonly secretHash: string
  /** Raised by every replacement of the secret that has no grace: sign-in, step-up, `cycleKey`. */
  readonly generation: number
  readonly createdAt: number
  readonly authenticatedAt: number | null
  /** The level given to `authenticate`. */
  readonly level: string | null
  readonly idle: number
  readonly endsAt: number
  /** True if `setExpiry` chose the idle time, so that settings do not replace it. */
  readonly ownIdle: boolean
  /** True if `setExpiry` chose the absolute end. */
  readonly ownEnd: boolean
  /** True if the cookie ends with the browser. */
  readonly browserClose: boolean
  /** When the secret in force was made. */
  readonly issuedAt: number
  /** The hash of a successor that was sent and not presented yet, and when it was made. */
  readonly pending: { readonly hash: string; readonly at: number } | null
  /** The last few replaced secrets, newest first. */
  readonly superseded: readonly Superseded[]
  /** The hash of the first secret since the last one without grace; `null` while that is the one in force. */
  readonly origin: string | null
  /** The client of the last sign-in. */
  readonly device: Device | null
}
