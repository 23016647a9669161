import type { LazySession } from '@sojourn/core'
import { carrierOf, type SessionSource } from './carrier-of.ts'
import { defaultName } from './tokens.ts'
import { open } from './visits.ts'

/**
 * The session of a request, not loaded: for guards, interceptors, pipes and exception filters, from
 * their `ExecutionContext` or `ArgumentsHost`; for middleware and request-scoped providers, from the
 * request. `name` is that of the `SessionModule`. Name the type of its data: `sessionOf<Shop>(context)`.
 *
 * Throws a `ConfigurationError` where no `SessionModule` of that name serves the request.
 */
export function sessionOf<T extends object = Record<string, unknown>>(
  source: SessionSource,
  name: string = defaultName,
): LazySession<T> {
  // The type of the data belongs to the sessions given to the module; like everything that Nest
  // injects, it is named once more where it is used.
  return open(carrierOf(source), name).session as LazySession<T>
}
