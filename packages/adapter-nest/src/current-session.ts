import {
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  type PipeTransform,
  type Type,
} from '@nestjs/common'
import type { SessionStore } from '@sojourn/core'
import { sessionOf } from './session-of.ts'
import { defaultName, mountToken, sessionsToken } from './tokens.ts'

/**
 * The session of the request, loaded, as a parameter of a handler:
 * `@CurrentSession() session: SessionStore<Shop>`. For a session that need not be loaded, see `sessionOf`.
 */
export function CurrentSession(name: string = defaultName): ParameterDecorator {
  return ofSession(name, loadedSession(name))
}

/** Who is signed in, as a parameter of a handler: `@CurrentUserId() userId: string | null`. */
export function CurrentUserId(name: string = defaultName): ParameterDecorator {
  return ofSession(name, loadedSession(name), UserIdPipe)
}

/** The `Sessions` of the application, as a parameter of a constructor, for what is not about one request. */
export function InjectSessions(name: string = defaultName): ParameterDecorator & PropertyDecorator {
  return Inject(sessionsToken(name))
}

const sessionOfContext = (name: string, context: ExecutionContext): object =>
  sessionOf(context, name)
const ofSession = createParamDecorator(sessionOfContext)

/** Whether a parameter, as Nest keeps it, is `@CurrentSession()` or `@CurrentUserId()`. */
export function isCurrentSession(parameter: unknown): boolean {
  return Reflect.get(Object(parameter), 'factory') === sessionOfContext
}

/** One class for each name: an injectable cannot be told what to inject. */
const loadPipes = new Map<string, Type<PipeTransform>>()

/**
 * Loads the session. A pipe, because Nest makes it while it starts: where the module is missing, the
 * application does not start.
 */
function loadedSession(name: string): Type<PipeTransform> {
  const known = loadPipes.get(name)
  if (known) return known
  class CurrentSessionPipe implements PipeTransform {
    transform(session: SessionStore<object>): Promise<SessionStore<object>> {
      return session.load()
    }
  }
  Injectable()(CurrentSessionPipe)
  Inject(mountToken(name))(CurrentSessionPipe.prototype, 'mount')
  loadPipes.set(name, CurrentSessionPipe)
  return CurrentSessionPipe
}

class UserIdPipe implements PipeTransform {
  transform(session: SessionStore<object>): string | null {
    return session.userId
  }
}
Injectable()(UserIdPipe)
