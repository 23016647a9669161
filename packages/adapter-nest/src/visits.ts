import { ConfigurationError, type SessionNews } from '@sojourn/core'
import { moduleCall } from './tokens.ts'

/** A session that was opened for a request, and what an adapter does with it. */
export interface Opened {
  readonly session: {
    load(options: { readonly touch: boolean }): Promise<{ readonly id: string | null }>
  }
  /** Settles it early. */
  commit(status: number): Promise<void> | undefined
  /** Tells what becomes of a session. */
  subscribe(id: string, listener: (news: SessionNews) => void): () => void
}

/** One named session of a request; nothing is made before the first touch. */
interface Visit {
  readonly open: () => Opened
  opened: Opened | undefined
  /** Who waits for it. */
  listener?: (opened: Opened) => void
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
  if (found.opened === undefined) {
    found.opened = found.open()
    found.listener?.(found.opened)
  }
  return found.opened
}

/** The named session of a request, if anyone has touched it. */
export function touched(request: object, name: string): Opened | undefined {
  return visitsOf.get(request)?.get(name)?.opened
}

/** Calls the listener when the named session of a request is touched, or at once if it was. */
export function whenTouched(
  request: object,
  name: string,
  listener: (opened: Opened) => void,
): void {
  const found = visitsOf.get(request)?.get(name)
  if (found?.opened) listener(found.opened)
  else if (found) found.listener = listener
}

function notMounted(name: string): ConfigurationError {
  return new ConfigurationError(
    `This request has no session '${name}'. Import ${moduleCall(name)} in the root module of the application that serves it; what main.ts mounts with app.use() runs before the session is there.`,
  )
}
