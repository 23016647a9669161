import { isSessionError, type LazySession, originGuard, type Sessions } from '@sojourn/core'
import { controlFlowOf } from './control-flow.ts'
import { setNextCookies } from './next-cookies.ts'
import { type NextHeaders, requestHeaders } from './request-headers.ts'
import type { RequestScopes } from './request-scope.ts'

/** Makes `sessionAction` for these sessions. */
export function sessionActions<T extends object>(
  sessions: Sessions<T>,
  scopes: RequestScopes<T>,
  origins: readonly string[],
  ip: (request: Headers) => string | undefined,
): <Args extends unknown[], Result>(
  action: (session: LazySession<T>, ...args: Args) => Promise<Result>,
) => (...args: Args) => Promise<Result> {
  const isOwn = originGuard({ origins })
  return (action) => {
    return async (...args) => {
      const headers = await requestHeaders('A function made by sessionAction()')
      // Called by another action or by a route handler: one session, which that one saves.
      const outer = scopes.of(headers)
      if (outer?.running && outer.own) return action(outer.own, ...args)
      assertOwnOrigin(headers, isOwn)
      let begun = false
      // Next fetches the page that an action leads to with the new cookie, before the browser has it:
      // a renewal waits for the next request.
      let redirects = false
      const carried = {
        header: (name: string) => headers.get(name),
        ip: () => ip(headers),
        renews: () => !redirects,
      }
      const { exchange, session } = sessions.exchange(carried, () => begun)
      const scope = scopes.begin(headers, session)

      const settle = async (status: number): Promise<void> => {
        scope.running = false
        try {
          await exchange.commit(status)
          if (status >= 500) scope.own = undefined
        } catch (error) {
          scope.own = undefined
          throw error
        } finally {
          scope.cookie = exchange.forwardedCookie()
          await setNextCookies((target) => exchange.apply(target))
          begun = true
        }
      }

      let result: Awaited<ReturnType<typeof action>>
      try {
        result = await action(session, ...args)
      } catch (error) {
        const flow = controlFlowOf(error)
        redirects = flow?.kind === 'redirect'
        await settle(flow?.status ?? (isSessionError(error) ? error.status : 500))
        throw error
      }
      await settle(200)
      return result
    }
  }
}

/**
 * Next refuses a foreign `Origin`, and lets a missing one pass. A browser sends it with every action,
 * and says `null` for a page that hides where it comes from.
 */
function assertOwnOrigin(headers: NextHeaders, isOwn: ReturnType<typeof originGuard>): void {
  const origin = headers.get('origin')
  const [forwardedHost] = (headers.get('x-forwarded-host') ?? '').split(',')
  const passes =
    origin !== null &&
    origin !== 'null' &&
    isOwn({
      method: 'POST',
      // A browser lets no page set this one, and a proxy in front sets it: Next goes by it as well.
      header: (name) =>
        name === 'host' ? forwardedHost?.trim() || headers.get('host') : headers.get(name),
    })
  if (passes) return
  throw new Error(
    'A server action was called from another origin, or without an Origin header, and did not run. If the origin is yours, name it: nextSessions(sessions, { origins: ["https://shop.example"] }).',
  )
}
