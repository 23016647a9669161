export { type NextSessions, type NextSessionsOptions, nextSessions } from './next-sessions.ts'
export type { RequireUser, SignedIn, SignedOut } from './require-user.ts'
export type { NextProxy, SessionProxy } from './session-proxy.ts'
export type { RouteHandler, SessionRouteHandler } from './with-session.ts'
