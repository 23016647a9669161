import type { LazySession } from '@sojourn/core'
import { carrierOf, isArgumentsHost, type SessionSource } from './carrier-of.ts'
import { sessionOfMessage, socketOf } from './gateway/sockets.ts'
import { defaultName } from './tokens.ts'
import { open } from './visits.ts'

/**
 * The session of a request or of a socket's message, not loaded: for guards, interceptors, pipes and
 * exception filters, from their `ExecutionContext` or `ArgumentsHost`; for middleware and
 * request-scoped providers, from the request; of a socket itself, from the client that
 * `handleConnection` gets. `name` is that of the `SessionModule`. Name the type of its data: `sessionOf<Shop>(context)`.
 *
 * Throws a `ConfigurationError` where no `SessionModule` of that name serves the request.
 */
export function sessionOf<T extends object = Record<string, unknown>>(
  source: SessionSource,
  name: string = defaultName,
): LazySession<T> {
  const session =
    isArgumentsHost(source) && source.getType() === 'ws'
      ? sessionOfMessage(source, name)
      : ofCarrier(carrierOf(source), name)
  // The type of the data belongs to the sessions given to the module; like everything that Nest
  // injects, it is named once more where it is used.
  return session as LazySession<T>
}

function ofCarrier(carrier: object, name: string): object {
  return (socketOf(carrier, name) ?? open(carrier, name)).session
}
