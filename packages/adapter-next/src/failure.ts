import { type Exchange, isSessionError, webHeaders } from '@sojourn/core'
import { after } from 'next/server.js'

/**
 * The response to a request that failed: with the status of a session error (503, 409 …), with the
 * cookie of what was saved before the failure. Throws `error` where Next can answer as well itself.
 */
export async function failure(error: unknown, exchange: Exchange): Promise<Response> {
  // Changes that were refused are not tried again.
  await exchange.commit(500)
  const headers = new Headers()
  exchange.apply(webHeaders(headers))
  if (!isSessionError(error)) {
    if (!headers.has('set-cookie')) throw error
    report(error)
    return new Response(null, { status: 500, headers })
  }
  if (error.status >= 500) report(error)
  for (const [name, value] of Object.entries(error.headers ?? {})) headers.set(name, value)
  return new Response(null, { status: error.status, headers })
}

/** Lets Next tell of an error that was answered here: in its log, and by `onRequestError`. */
function report(error: unknown): void {
  after(() => {
    throw error
  })
}
