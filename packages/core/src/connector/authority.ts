import type { Device } from '../accounts/device.ts'
import type { JsonObject } from '../json/json-object.ts'
import type { Expiry } from '../lifetime/expiry.ts'
import type { DataChanges } from '../record/changes.ts'
import type { StoredSession } from '../record/stored-session.ts'
import type { Token } from '../tokens/token.ts'

/** What a token turned out to be. */
export type Verdict =
  | {
      readonly live: true
      readonly stored: StoredSession
      readonly data: JsonObject
      /** The hash of a successor that is presented for the first time, which a commit should promote. */
      readonly presented: string | null
      /** True if this process remembered it: the session may be another by now, within the cache's bound. */
      readonly cached: boolean
    }
  | { readonly live: false; readonly reason: DeadReason }
  | { readonly live: false; readonly reason: 'stolen'; readonly stored: StoredSession }

/**
 * `superseded`: the token's secret was replaced less than a minute ago, without grace. `stolen`: it
 * was renewed, its successor is in use, and its grace is over.
 */
export type DeadReason = 'malformed' | 'unknown' | 'superseded' | 'expired' | 'corrupt'

/** How to look a token up. */
export interface FindOptions {
  /** When the request that carries the token arrived, in milliseconds. */
  readonly arrivedAt: number
  /** Asks past every cache. */
  readonly fresh?: boolean
  /** Asks past the cache of this process, and no other. */
  readonly uncached?: boolean
  /** No `rejected` and `expired` events. */
  readonly quiet?: boolean
  /** What the same holder's token opened before: while its generation lasts, the token is not judged again. */
  readonly accepted?: StoredSession | null
}

/** A sign-in to write with a session. */
export interface SignIn {
  readonly userId: string
  readonly level: string | null
  readonly device: Device | null
}

/** A session to store for the first time. */
export interface Draft {
  /** The id and secret to use, where they were handed out before. Default: new ones. */
  readonly as?: Token
  readonly dataText: string
  readonly signIn: SignIn | null
  readonly expiry: Expiry | undefined
}

/**
 * What a save does to the secret. `renew` stores a successor, if that is still due. `promote` brings
 * a presented one into force. `rotate` makes a new one without grace; a sign-in does so always.
 */
export type SecretChange =
  | { readonly kind: 'keep' | 'renew' | 'rotate' }
  | { readonly kind: 'promote'; readonly hash: string }

/** One save: what was done to a session, and the version it was done to. */
export interface Mutation {
  readonly base: StoredSession
  readonly changes: DataChanges
  /** The data as the session holds it: what to write while nobody else was first. */
  readonly dataText: string
  readonly secret: SecretChange
  readonly signIn: SignIn | null
  /** `undefined`: untouched. */
  readonly expiry: Expiry | undefined
  /** What to do when the same key was changed by another request meanwhile. */
  readonly onConflict: 'merge' | 'reject'
  /** No `conflict` event. */
  readonly quiet: boolean
  /** A key to remove and give back, from the newest version: of several takers one gets it. */
  readonly take?: string
}

/** A session after a write. */
export interface Committed {
  readonly stored: StoredSession
  /** The new token, where the write made one. */
  readonly token: string | null
  /** True if other requests' changes are in it too. */
  readonly merged: boolean
  /** The value that was taken; `undefined`: somebody else has it. */
  readonly taken?: unknown
}

/**
 * Where a session's truth lives, as the session layer sees it: a token in, a session out; a changed
 * session in, a new token out where one is due. A server backend stands behind one implementation,
 * the cookie itself behind another.
 */
export interface SessionAuthority {
  /** True where the token holds the session itself: every write gives a new one, and so does every `touch`. */
  readonly reseals: boolean
  /** Throws `UnsupportedOperationError` where nobody could tell which of two readers took a flash value. */
  assertTakesFlash(): void
  /** Whether a text has the shape of a token. Costs no call. */
  isToken(text: string): boolean
  /** What `token` is at the authority. `fresh` asks past every cache. Throws `SessionUnavailableError`. */
  find(token: string, options: FindOptions): Promise<Verdict>
  /** Stores a new session under a new id and secret. */
  create(draft: Draft): Promise<Committed & { readonly token: string }>
  /** Applies a mutation to the newest version of its session; `SessionInterruptedError` if it is gone or was signed in anew. */
  commit(mutation: Mutation): Promise<Committed>
  /**
   * Moves the idle end to now + idle, if a twentieth of the idle time has passed. Never throws. The
   * new version, where there is a new token for it.
   */
  touch(stored: StoredSession): Promise<Committed | null>
  /** Ends a session. Resolves once it is gone for good. */
  end(stored: StoredSession): Promise<void>
}
