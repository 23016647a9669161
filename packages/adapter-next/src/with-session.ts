import { type LazySession, type Sessions, webHeaders } from '@sojourn/core'
import type { NextRequest } from 'next/server.js'
import { controlFlowOf } from './control-flow.ts'
import { failure, responseTo } from './failure.ts'
import { requestHeaders } from './request-headers.ts'
import type { RequestScopes } from './request-scope.ts'
import { endsWith } from './streamed-body.ts'

/** What `withSession` takes: a route handler with the request's session before its own arguments. */
export type SessionRouteHandler<T, Context> = (
  session: LazySession<T>,
  request: NextRequest,
  context: Context,
) => Response | Promise<Response>

/** What `withSession` gives: the export of a `route.ts`. */
export type RouteHandler<Context> = (request: NextRequest, context: Context) => Promise<Response>

/** Makes `withSession` for these sessions. */
export function sessionRoutes<T extends object>(
  sessions: Sessions<T>,
  scopes: RequestScopes<T>,
  ip: (request: Headers) => string | undefined,
): <Context>(handler: SessionRouteHandler<T, Context>) => RouteHandler<Context> {
  return (handler) => async (request, context) => {
    const headers = await requestHeaders('withSession()')
    let begun = false
    const carried = {
      header: (name: string) => request.headers.get(name),
      ip: () => ip(request.headers),
    }
    const { exchange, session } = sessions.exchange(carried, () => begun)
    const scope = scopes.begin(headers, session)

    /** Saves for a response of this status, and gives the response with the headers that are due. */
    const settled = async (response: Response): Promise<Response> => {
      await exchange.commit(response.status)
      // A copy: a handler may keep one response for all requests, or one that is immutable.
      const own = new Headers(response.headers)
      exchange.apply(webHeaders(own))
      const { status, statusText } = response
      const body = response.body && endsWith(response.body, () => exchange.finish())
      return new Response(body, { status, statusText, headers: own })
    }
    let response: Response | undefined
    try {
      response = await answer(() => handler(session, request, context), request)
      return await settled(response)
    } catch (error) {
      await response?.body?.cancel(error).catch(() => {})
      return await failure(error, exchange)
    } finally {
      begun = true
      scope.running = false
    }
  }
}

/** What the handler answers, also by `redirect()`, `notFound()` and their like, or by a session error. */
async function answer(
  handle: () => Response | Promise<Response>,
  request: NextRequest,
): Promise<Response> {
  try {
    return await handle()
  } catch (error) {
    const known = responseTo(error)
    if (known) return known
    const flow = controlFlowOf(error)
    if (flow === undefined) throw error
    if (flow.kind === 'status') return new Response(null, { status: flow.status })
    // As Next does: a form that was sent must not be sent again to where it leads.
    const status = isForm(request) ? 303 : flow.status
    return new Response(null, { status, headers: { Location: flow.location } })
  }
}

function isForm(request: NextRequest): boolean {
  const type = request.headers.get('content-type') ?? ''
  const isFormType =
    type === 'application/x-www-form-urlencoded' || type.startsWith('multipart/form-data')
  return request.method === 'POST' && (isFormType || request.headers.has('next-action'))
}
