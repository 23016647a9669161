import type { AdapterSuite } from './adapter-suite.ts'
import { describeActivity } from './describe-activity.ts'
import { describeAnonymous } from './describe-anonymous.ts'
import { describeCaching } from './describe-caching.ts'
import { describeCookie } from './describe-cookie.ts'
import { describeDuplicates } from './describe-duplicates.ts'
import { describeErrors } from './describe-errors.ts'
import { describeFirstByte } from './describe-first-byte.ts'
import { describeGarbage } from './describe-garbage.ts'
import { describeLazy } from './describe-lazy.ts'
import { describeNewTokens } from './describe-new-tokens.ts'
import { describeOutage } from './describe-outage.ts'
import { describeParallel } from './describe-parallel.ts'
import { describeRenewal } from './describe-renewal.ts'
import { describeSignIn } from './describe-sign-in.ts'
import { describeSignOut } from './describe-sign-out.ts'
import { describeStream } from './describe-stream.ts'

/** Everything that an adapter is tested for, by subject. */
export const subjects: ReadonlyMap<string, (suite: AdapterSuite) => void> = new Map([
  ['visitors without a session', describeAnonymous],
  ['the cookie', describeCookie],
  ['sign-in', describeSignIn],
  ['sign-out', describeSignOut],
  ['sessions that are not loaded', describeLazy],
  ['requests at the same time', describeParallel],
  ['a store that fails', describeOutage],
  ['requests that fail', describeErrors],
  ['before the first byte', describeFirstByte],
  ['after the first byte', describeStream],
  ['caches', describeCaching],
  ['garbage in the cookie header', describeGarbage],
  ['several cookies', describeDuplicates],
  ['activity', describeActivity],
  ['renewal of the token', describeRenewal],
  ['sessions that live in their tokens', describeNewTokens],
])
