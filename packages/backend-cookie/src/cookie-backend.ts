import {
  assertKnownOptions,
  ConfigurationError,
  type Secrets,
  type SessionBackend,
  type TokenBackend,
  type TokenCodec,
} from '@sojourn/core'
import { keyRing } from '@sojourn/core/crypto'
import type { CodecScope } from './bound.ts'
import type { CookieMode } from './mode.ts'
import { SealedCodec } from './sealed-codec.ts'
import { SignedCodec } from './signed-codec.ts'

/** The settings of `cookieBackend`. */
export interface CookieBackendOptions {
  /**
   * Newest first: the newest seals, each opens what it sealed, until its `retireAt`. A secret is text
   * of at least 32 random bytes, such as `generateSecret()` gives; keep it in the environment.
   */
  readonly secrets: Secrets
  /**
   * `'sealed'` (default): encrypted and authenticated, the client can read nothing. `'signed'`: the
   * client can read its session, and change nothing.
   */
  readonly mode?: CookieMode
  /**
   * Over how many cookies a session may be spread, 1 to 4. Default 1, about 2,900 bytes of JSON; 4
   * hold about 10,000. Every request carries them all.
   */
  readonly chunks?: 1 | 2 | 3 | 4
  /**
   * A server backend that lists which sessions live. With it sign-out, `revokeForUser`, `listForUser`
   * and `takeFlash` hold at once; if it does not answer, there is no session (503). Without it a
   * copied cookie is good until its sealed end.
   */
  readonly revocation?: SessionBackend
}

const known = ['secrets', 'mode', 'chunks', 'revocation'] satisfies (keyof CookieBackendOptions)[]

/**
 * Sessions that live in the cookie: no server store. Every write, and every slide of the idle end,
 * gives the client a new cookie. Without `revocation` the default absolute end is 12 hours: the
 * stated life of a stolen cookie. `ConfigurationError` for weak and missing secrets and bad options.
 */
export function cookieBackend(options: CookieBackendOptions): TokenBackend {
  assertKnown(options)
  const { secrets, mode = 'sealed', chunks = 1, revocation = null } = options
  if (mode !== 'sealed' && mode !== 'signed') {
    throw new ConfigurationError("mode is 'sealed' or 'signed'.")
  }
  if (![1, 2, 3, 4].includes(chunks)) {
    throw new ConfigurationError('chunks is 1, 2, 3 or 4: how many cookies a session may take.')
  }
  if (revocation !== null && typeof revocation.read !== 'function') {
    throw new ConfigurationError(
      'revocation is a server backend, such as redisBackend({ client }) or dbBackend(…).',
    )
  }
  const ring = keyRing(secrets)
  const purpose: CodecScope['purpose'] = revocation ? 'listed session' : 'session'
  const target = targetOf(`cookie:${mode}:${chunks}:${ring.fingerprint}`, revocation)
  return {
    name: 'cookie',
    ...(target !== undefined && { target }),
    absolute: revocation ? '7d' : '12h',
    chunks,
    revocation,
    codec: (scope): TokenCodec =>
      mode === 'sealed'
        ? new SealedCodec(ring, { ...scope, purpose })
        : new SignedCodec(ring, { ...scope, purpose }),
  }
}

function assertKnown(options: CookieBackendOptions | undefined): void {
  assertKnownOptions('cookieBackend()', options, known)
  if (options === undefined) {
    throw new ConfigurationError(
      'cookieBackend needs secrets: cookieBackend({ secrets: process.env.SESSION_SECRET }).',
    )
  }
}

/** `undefined`: compared by identity, as the list is. */
function targetOf(own: string, revocation: SessionBackend | null): string | undefined {
  if (!revocation) return own
  return revocation.target === undefined ? undefined : `${own}|${revocation.target}`
}
