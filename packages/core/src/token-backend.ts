import type { SessionBackend } from './backend.ts'
import type { Duration } from './lifetime/duration.ts'

/** What the tokens of one application's cookie are bound to. */
export interface TokenScope {
  /** That of `createSessions`. */
  readonly namespace: string
  /** The cookie's name, as sent. */
  readonly cookieName: string
}

/**
 * Turns a session into its token and back. The bytes are written and read by core; the token's text
 * has the characters that a cookie may hold, and nobody but the holder of the keys can make one.
 */
export interface TokenCodec {
  /** Whether a text has the shape of a token. Looks at the text alone. */
  isToken(text: string): boolean
  /** How many characters the token of that many bytes has: asked before `seal`. */
  tokenLength(bytes: number): number
  /** The token that holds these bytes. Another one each time. */
  seal(plain: Uint8Array): string | Promise<string>
  /**
   * The bytes, or `null` for whatever was not sealed with a key that is good at `now`, in
   * milliseconds, for this scope. Nothing of a token is used, decoded or parsed before that is known.
   */
  open(token: string, now: number): Uint8Array | null | Promise<Uint8Array | null>
}

/**
 * The second port beside `SessionBackend`: sessions that live in their own tokens. Every write gives
 * a new token, and an old one stays good until its sealed end, unless `revocation` names a store.
 */
export interface TokenBackend {
  /** For messages and events, such as `'cookie'`. */
  readonly name: string
  /** As in `SessionBackend`: two backends with one target count as the same settings. */
  readonly target?: string
  /** The default of `lifetime.absolute`; that of `lifetime.idle` never passes it. */
  readonly absolute: Duration
  /** Over how many cookies a token may be spread, 1 to 4. */
  readonly chunks: number
  /** Where it is listed which sessions live, and of whom. Without one nothing can be revoked. */
  readonly revocation: SessionBackend | null
  /** What seals and opens the tokens of one scope. */
  codec(scope: TokenScope): TokenCodec
}

/** Tells the two ports apart. */
export function isTokenBackend(backend: SessionBackend | TokenBackend): backend is TokenBackend {
  return 'codec' in backend
}
