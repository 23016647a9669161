import type { OpenOptions, Sessions } from '@sojourn/core'
import { nodeSession } from '@sojourn/core/node'
import { type KoaSessionContext, open, visit } from './mount.ts'

/** Where the session is, and how it is opened. */
export interface KoaSessionOptions extends OpenOptions {
  /** The name on `ctx`. A second, named session needs one of its own, and another cookie. Default `'session'`. */
  readonly property?: string
  /**
   * Loads the session before the next middleware runs, so that nothing has to write `load()`: declare
   * it as `LoadedSessionOf`. Every request with a session cookie then costs a read and counts as
   * activity, whether it looks at the session or not. Default `false`.
   */
  readonly eager?: boolean
}

/** For `app.use` and a router's `use`. Generic, so that they infer nothing from it for the app's own types. */
export type KoaSessionMiddleware = <Context extends KoaSessionContext>(
  ctx: Context,
  next: () => Promise<unknown>,
) => Promise<void>

/**
 * Gives every request its session as `ctx.session`, and saves it before the first byte of the
 * response. Mount it above everything that uses the session, and below your error handler, if you
 * have one: a save that fails is an error like any other, thrown where that awaits `next()`.
 *
 * A request that does not touch `ctx.session` costs this middleware and nothing else. What
 * contradicts the app (mounted twice, a name that is taken, two sessions with one cookie) is a
 * `ConfigurationError` at the first request.
 */
export function koaSession<T extends object>(
  sessions: Sessions<T>,
  { property = 'session', eager = false, ...options }: KoaSessionOptions = {},
): KoaSessionMiddleware {
  const mount = {
    property,
    cookieName: sessions.cookie.settings.name,
    open: (ctx: KoaSessionContext) =>
      nodeSession(sessions, ctx.req, ctx.res, {
        ...options,
        ip: () => ctx.ip,
        // Where no middleware is left to throw to.
        onError: (error) => ctx.app.emit('error', error, ctx),
      }),
  }
  return async function sessionMiddleware(ctx, next) {
    const own = visit(mount, ctx)
    if (eager) await open(own, ctx).session.load()
    await next()
    // A response that has begun, or that the app makes by itself, is settled at its first and last
    // byte: there, a failure can still cut it short.
    if (own.opened === undefined || ctx.headerSent || ctx.respond === false) return
    await own.opened.commit(ctx.status)
  }
}
