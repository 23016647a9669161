import { ConfigurationError } from '@sojourn/core'
import { moduleCall } from './tokens.ts'

/** A session that was opened for a request, and the way to settle it early. */
export interface Opened {
  readonly session: { load(): Promise<unknown> }
  commit(status: number): Promise<void> | undefined
}

/** One named session of a request; nothing is made before the first touch. */
interface Visit {
  readonly open: () => Opened
  opened: Opened | undefined
}

/** By the request that Node made, which a framework's own request leads to. */
const visitsOf = new WeakMap<object, Map<string, Visit>>()

/** Notes how this request's session is opened. `false` where that is known already. */
export function visit(request: object, name: string, open: () => Opened): boolean {
  const visits = visitsOf.get(request) ?? new Map<string, Visit>()
  if (visits.has(name)) return false
  visitsOf.set(request, visits.set(name, { open, opened: undefined }))
  return true
}

/** The named session of a request, opened now if it was not. */
export function open(request: object, name: string): Opened {
  const found = visitsOf.get(request)?.get(name)
  if (found === undefined) throw notMounted(name)
  found.opened ??= found.open()
  return found.opened
}

/** The named session of a request, if anyone has touched it. */
export function touched(request: object, name: string): Opened | undefined {
  return visitsOf.get(request)?.get(name)?.opened
}

function notMounted(name: string): ConfigurationError {
  return new ConfigurationError(
    `This request has no session '${name}'. Import ${moduleCall(name)} in the root module of the application that serves it; what main.ts mounts with app.use() runs before the session is there.`,
  )
}
