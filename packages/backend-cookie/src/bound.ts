import type { TokenScope } from '@sojourn/core'
import { type CookieMode, version } from './mode.ts'

/** What tokens are for: with a live list they hold the secret of a record, without one they stand alone. */
export type Purpose = 'session' | 'listed session'

/** What a codec is for. */
export interface CodecScope extends TokenScope {
  readonly purpose: Purpose
}

/**
 * What is authenticated beside every token: library, version, application, cookie, purpose, mode and
 * key (R95). As JSON, so that no two different lists give the same bytes.
 */
export function boundTo(scope: CodecScope, mode: CookieMode, keyId: string): Uint8Array {
  const { namespace, cookieName, purpose } = scope
  const all = ['sojourn', version, namespace, cookieName, purpose, mode, keyId]
  return new TextEncoder().encode(JSON.stringify(all))
}
