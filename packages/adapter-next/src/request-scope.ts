import type { LazySession } from '@sojourn/core'
import type { NextHeaders } from './request-headers.ts'

/** What is known of the session of one request, by all who ask for it in that request. */
export interface RequestScope<T extends object> {
  /** The session of the route handler or action that runs, or has run, in this request. */
  own: LazySession<T> | undefined
  /** Whether it still runs: what it calls works on the same session, and is saved with it. */
  running: boolean
  /** Where `own` was saved with a new token, or failed: what the client's cookies are from then on. */
  cookie: string | undefined
}

/**
 * Per request, and gone with it. Keyed by the headers object, of which Next makes one for each request;
 * it is the same in an action and in the render after it.
 */
export class RequestScopes<T extends object> {
  readonly #scopes = new WeakMap<NextHeaders, RequestScope<T>>()

  of(headers: NextHeaders): RequestScope<T> | undefined {
    return this.#scopes.get(headers)
  }

  begin(headers: NextHeaders, own: LazySession<T>): RequestScope<T> {
    const scope = { own, running: true, cookie: undefined }
    this.#scopes.set(headers, scope)
    return scope
  }
}
