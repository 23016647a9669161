import { type Exchange, isSessionError, webHeaders } from '@sojourn/core'
import { after } from 'next/server.js'

/** The response that a session error stands for: 503 with `Retry-After`, 409, 401 … Else `undefined`. */
export function responseTo(error: unknown): Response | undefined {
  if (!isSessionError(error)) return undefined
  if (error.status >= 500) report(error)
  return new Response(null, { status: error.status, headers: { ...error.headers } })
}

/**
 * The response to a request that failed, with the cookie of what was saved before the failure. Throws
 * `error` where there is none, and Next can answer as well itself.
 */
export async function failure(error: unknown, exchange: Exchange): Promise<Response> {
  // Changes that were refused are not tried again.
  await exchange.commit(500)
  const known = responseTo(error)
  const response = known ?? new Response(null, { status: 500 })
  exchange.apply(webHeaders(response.headers))
  if (known) return response
  if (!response.headers.has('set-cookie')) throw error
  report(error)
  return response
}

/** Lets Next tell of an error that was answered here: in its log, and by `onRequestError`. */
function report(error: unknown): void {
  after(() => {
    throw error
  })
}
