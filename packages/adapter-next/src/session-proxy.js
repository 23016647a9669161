import { ConfigurationError, isSessionError, webHeaders } from '@sojourn/core'
import { NextResponse } from 'next/server.js'
import { failure, responseTo } from './failure.ts'
import { cookieOf, forwardCookie, goesOn } from './forward-cookie.ts'

/** As Next says of a page that is made for one visitor. */
const unshared = 'private, no-cache, no-store, max-age=0, must-revalidate'
/** Makes `sessionProxy` for these sessions. */
export function sessionProxies(sessions, ip) {
  return (own) => {
    assertSharedStore(sessions)
    return async (request, event) => {
      let begun = false
      const carried = {
        header: (name) => request.headers.get(name),
        ip: () => ip(request.headers),
        // The handler or action of a POST may set the cookie itself, and renews it where that is due.
        renews: () => request.method === 'GET' || request.method === 'HEAD',
      }
      const { exchange, session } = sessions.exchange(carried, () => begun)
      try {
        const answer = await answered(own, session, request, event)
        if (exchange.hadCookie) await loaded(session)
        await exchange.commit(answer.status)
        return finished(answer, request, exchange)
      } catch (error) {
        return await failure(error, exchange)
      } finally {
        begun = true
      }
    }
  }
}
async function answered(own, ...args) {
  try {
    return (await own?.(...args)) ?? NextResponse.next()
  } catch (error) {
    const known = responseTo(error)
    if (known) return known
    throw error
  }
}
/** A store that is down is the matter of who reads the session, not of every page. */
async function loaded(session) {
  try {
    await session.load()
  } catch (error) {
    if (!isSessionError(error) || error.code !== 'SESSION_UNAVAILABLE') throw error
  }
}
function finished(answer, request, exchange) {
  // A copy: a proxy may keep one response for all requests, or one that is immutable.
  const response = new Response(answer.body, answer)
  const { headers } = response
  exchange.apply(webHeaders(headers))
  if (!goesOn(response)) return response
  const cookie = exchange.forwardedCookie(cookieOf(response, request))
  if (cookie !== undefined) forwardCookie(response, request, cookie, headers.getSetCookie())
  // What Next answers may depend on the session, and says so here or nowhere: a page has no headers.
  if (exchange.hadCookie || cookie !== undefined || exchange.life.state.accessed) {
    headers.set('Cache-Control', unshared)
    if (!/(?:^|,)\s*(?:cookie|\*)\s*(?:,|$)/i.test(headers.get('Vary') ?? '')) {
      headers.append('Vary', 'Cookie')
    }
  }
  return response
}
function assertSharedStore(sessions) {
  if (process.env['NEXT_RUNTIME'] !== 'edge' || !sessions.connector.usingMemoryBackend) return
  throw new ConfigurationError(
    "This proxy runs in the Edge runtime, where the memory backend is not the one of the pages. Let it run in Node: export const config = { runtime: 'nodejs' } in middleware.ts; in Next 16, proxy.ts does by itself.",
  )
}
