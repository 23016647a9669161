import { webHeaders } from '@sojourn/core'
import { controlFlowOf } from './control-flow.ts'
import { failure, responseTo } from './failure.ts'
import { requestHeaders } from './request-headers.ts'
import { endsWith } from './streamed-body.ts'
/** Makes `withSession` for these sessions. */
export function sessionRoutes(sessions, scopes, ip) {
  return (handler) => async (request, context) => {
    const headers = await requestHeaders('withSession()')
    let begun = false
    const carried = {
      header: (name) => request.headers.get(name),
      ip: () => ip(request.headers),
    }
    const { exchange, session } = sessions.exchange(carried, () => begun)
    scopes.begin(headers, session)
    /** Saves for a response of this status, and gives the response with the headers that are due. */
    const settled = async (response) => {
      await exchange.commit(response.status)
      // A copy: a handler may keep one response for all requests, or one that is immutable.
      const own = new Headers(response.headers)
      exchange.apply(webHeaders(own))
      const { status, statusText } = response
      const body = response.body && endsWith(response.body, () => exchange.finish())
      return new Response(body, { status, statusText, headers: own })
    }
    let response
    try {
      response = await answer(() => handler(session, request, context), request)
      return await settled(response)
    } catch (error) {
      await response?.body?.cancel(error).catch(() => {})
      return await failure(error, exchange)
    } finally {
      begun = true
    }
  }
}
/** What the handler answers, also by `redirect()`, `notFound()` and their like, or by a session error. */
async function answer(handle, request) {
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
function isForm(request) {
  const type = request.headers.get('content-type') ?? ''
  const isFormType =
    type === 'application/x-www-form-urlencoded' || type.startsWith('multipart/form-data')
  return request.method === 'POST' && (isFormType || request.headers.has('next-action'))
}
