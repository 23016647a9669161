import {
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
  type Type,
  UnauthorizedException,
} from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { sessionOf } from './session-of.ts'
import { defaultName, mountToken } from './tokens.ts'

const publicKey = 'sojourn:public'
/** Not injected: a guard that is made with `new` has one as well. */
const reflector = new Reflector()

/** Lets everyone in, where `SignedInGuard` guards a whole controller or application. */
export function Public(): CustomDecorator {
  return SetMetadata(publicKey, true)
}

/**
 * Lets only requests in whose session has a user: `@UseGuards(SignedInGuard)`, or for a whole
 * application `{ provide: APP_GUARD, useClass: SignedInGuard }`, with `@Public()` on what everyone may
 * see. Others are a 401; over a WebSocket, Nest's "Forbidden resource".
 */
export class SignedInGuard implements CanActivate {
  /** @internal The name of the sessions that are asked. */
  get sessionsName(): string {
    return defaultName
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context)) return true
    const session = await sessionOf(context, this.sessionsName).load()
    if (session.userId !== null) return true
    if (context.getType() === 'http') throw new UnauthorizedException()
    return false
  }
}
prepare(SignedInGuard, defaultName)

/** One class for each name: an injectable cannot be told what to inject. */
const guards = new Map<string, Type<SignedInGuard>>([[defaultName, SignedInGuard]])

/** `SignedInGuard` for sessions with a name: `@UseGuards(signedInGuard('admin'))`. */
export function signedInGuard(name: string): Type<SignedInGuard> {
  const known = guards.get(name)
  if (known) return known
  class NamedSignedInGuard extends SignedInGuard {
    override get sessionsName(): string {
      return name
    }
  }
  prepare(NamedSignedInGuard, name)
  guards.set(name, NamedSignedInGuard)
  return NamedSignedInGuard
}

/** Makes a guard depend on its module, so that an application that lacks it does not start. */
function prepare(guard: Type<SignedInGuard>, name: string): void {
  Injectable()(guard)
  Inject(mountToken(name))(guard.prototype, 'mount')
}

function isPublic(context: ExecutionContext): boolean {
  return reflector.getAllAndOverride(publicKey, [context.getHandler(), context.getClass()]) === true
}
