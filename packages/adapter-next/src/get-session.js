import { readonlySession } from '@sojourn/core'
import { assertNotCached, requestHeaders } from './request-headers.ts'

const advice =
  'A render cannot set a cookie. Write in a server action (sessionAction), in a route handler (withSession) or in the proxy (sessionProxy).'
/** Makes `getSession` for these sessions. */
export function sessionReader(sessions, scopes) {
  // One read per request, whoever asks: gone with its headers, and never another request's.
  const found = new WeakMap()
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
  async function read(headers, scope) {
    const { own, cookie } = scope ?? {}
    if (own) return view(await own.load({ touch: false, unavailable: 'fail' }))
    const header = (name) =>
      name === 'cookie' && cookie !== undefined ? cookie : headers.get(name)
    // As if the response had begun: nothing is renewed, and nothing could be.
    const { session } = sessions.exchange({ header }, () => true)
    return view(await session.load({ touch: false, unavailable: 'fail' }))
  }
  function view(session) {
    return readonlySession(session, { advice, beforeRead: assertNotCached })
  }
}
