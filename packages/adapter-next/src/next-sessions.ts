import type { LazySession, ReadonlySession, Sessions } from '@sojourn/core'
import { sessionReader } from './get-session.ts'
import { RequestScopes } from './request-scope.ts'
import { type RequireUser, userGuard } from './require-user.ts'
import { sessionActions } from './session-action.ts'
import { type NextProxy, type SessionProxy, sessionProxies } from './session-proxy.ts'
import { type RouteHandler, type SessionRouteHandler, sessionRoutes } from './with-session.ts'

/** How sessions behave in Next. */
export interface NextSessionsOptions {
  /**
   * Origins other than the server's own that may call server actions, such as
   * `'https://shop.example'` behind a proxy that changes `Host`. Next asks for the same in
   * `serverActions.allowedOrigins`. Default: none.
   */
  readonly origins?: readonly string[]
  /**
   * The client's address, for "your devices", from a header that your proxy sets and no client can:
   * Next itself knows none. Default: no address is kept.
   */
  readonly ip?: (headers: Headers) => string | undefined
}

/** The session in every place of Next where one can be touched. */
export interface NextSessions<T extends object> {
  /**
   * For server components: the session, read only, in its type and at run time. A pure read: nothing is
   * written to the store and no cookie is set. One read for each request, however often it is asked for.
   * Makes the page dynamic. In a cached function, or a page with `force-static`, a `ConfigurationError`.
   */
  getSession(): Promise<ReadonlySession<T>>
  /**
   * Makes a route handler that gets the request's session before its own arguments. It is saved before
   * the response, also where `redirect()`, `notFound()` and the like are thrown. A response of 500 or
   * more saves no changes; a session error that is thrown is answered with its status (503, 409 …).
   */
  withSession<Context>(handler: SessionRouteHandler<T, Context>): RouteHandler<Context>
  /**
   * Makes a server action that gets the session before its own arguments, as `useActionState` and forms
   * call it. It is saved before the response, also where `redirect()` and the like are thrown; any other
   * error saves no changes. A call from another origin, or from none, throws before it runs.
   */
  sessionAction<Args extends unknown[], Result>(
    action: (session: LazySession<T>, ...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result>
  /**
   * Makes the function that `proxy.ts` exports: keeps a session in use alive, renews its token, and lets
   * the render of the same request see the new one. `own` is the app's own proxy. It is a convenience
   * and never the gate: guard the data itself, with `requireUser` or `getSession` where it is read.
   */
  sessionProxy(own?: SessionProxy<T>): NextProxy
  /**
   * For pages, actions and handlers: the session of a user who is signed in, read only. Anybody else is
   * sent to `redirectTo`, or answered with 401, for which a page needs Next's `authInterrupts`.
   */
  requireUser: RequireUser<T>
}

/** Brings sessions to Next's App Router. Call it once, beside `createSessions`, and share what it gives. */
export function nextSessions<T extends object>(
  sessions: Sessions<T>,
  { origins = [], ip = () => undefined }: NextSessionsOptions = {},
): NextSessions<T> {
  const scopes = new RequestScopes<T>()
  const read = sessionReader(sessions, scopes)
  return {
    getSession: () => read('getSession()'),
    withSession: sessionRoutes(sessions, scopes, ip),
    sessionAction: sessionActions(sessions, scopes, origins, ip),
    sessionProxy: sessionProxies(sessions, ip),
    requireUser: userGuard(read),
  }
}
