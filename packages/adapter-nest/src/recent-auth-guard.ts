import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  mixin,
  type Type,
  UseGuards,
} from '@nestjs/common'
import type { Duration } from '@sojourn/core'
import { sessionOf } from './session-of.ts'
import { defaultName, mountToken } from './tokens.ts'

/**
 * Lets only requests in whose user signed in, or stepped up, no longer than `maxAge` ago, by a fresh
 * read of the authority: `@RequireRecentAuth('10m')` before what matters (ASVS 5.0, 7.5.1, 7.5.3).
 * Others are a `RecentAuthRequiredError`, status 401: let the user sign in again.
 */
export function RequireRecentAuth(
  maxAge: Duration,
  name: string = defaultName,
): ClassDecorator & MethodDecorator {
  return applyDecorators(UseGuards(recentAuthGuard(maxAge, name)))
}

function recentAuthGuard(maxAge: Duration, name: string): Type<CanActivate> {
  class RecentAuthGuard implements CanActivate {
    async canActivate(context: ExecutionContext): Promise<boolean> {
      await sessionOf(context, name).requireRecentAuth(maxAge)
      return true
    }
  }
  Inject(mountToken(name))(RecentAuthGuard.prototype, 'mount')
  Injectable()(RecentAuthGuard)
  return mixin(RecentAuthGuard)
}
