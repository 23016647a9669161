import { type ReadonlySession, readonlySession, type Sessions } from '@sojourn/core'
import { assertNotCached, type NextHeaders, requestHeaders } from './request-headers.ts'
import type { RequestScopes } from './request-scope.ts'

const advice =
  'A render cannot set a cookie. Write in a server action (sessionAction), in a route handler (withSession) or in the proxy (sessionProxy).'

/** Makes `getSession` for these sessions. */
export function sessionReader<T extends object>(
  sessions: Sessions<T>,
  scopes: RequestScopes<T>,
): (caller?: string) => Promise<ReadonlySession<T>> {
  // One read per request, whoever asks: gone with its headers, and never another request's.
  const found = new WeakMap<NextHeaders, Found<T>>()
  return async (caller = 'getSession()') => {
    const headers = await requestHeaders(caller)
    const scope = scopes.of(headers)
    const known = found.get(headers)
    // An action that has run meanwhile may have changed the session: the render after it sees that.
    if (known && known.own === scope?.own && known.cookie === scope?.cookie) return known.session
    const session = read(headers, scope)
    const entry = { own: scope?.own, cookie: scope?.cookie, session }
    found.set(headers, entry)
    // A failure is not kept: what asks again may be told otherwise.
    session.catch(() => found.get(headers) === entry && found.delete(headers))
    return session
  }

  async function read(
    headers: NextHeaders,
    scope: ReturnType<RequestScopes<T>['of']>,
  ): Promise<ReadonlySession<T>> {
    const { own, cookie } = scope ?? {}
    if (own) return view(await own.load({ touch: false, unavailable: 'fail' }))
    const header = (name: string): string | null =>
      name === 'cookie' && cookie !== undefined ? cookie : headers.get(name)
    // As if the response had begun: nothing is renewed, and nothing could be.
    const { session } = sessions.exchange({ header }, () => true)
    return view(await session.load({ touch: false, unavailable: 'fail' }))
  }

  function view(session: Parameters<typeof readonlySession<T>>[0]): ReadonlySession<T> {
    return readonlySession(session, { advice, beforeRead: assertNotCached })
  }
}

interface Found<T extends object> {
  readonly own: unknown
  readonly cookie: string | undefined
  readonly session: Promise<ReadonlySession<T>>
}
