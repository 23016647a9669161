import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LazySession } from '../session/types.ts'
import type { Sessions } from '../sessions.ts'
import type { NodeResponse } from './node-response.ts'
import {
  type NodeRequest,
  type NodeSessionOptions,
  nodeSession,
  replacement,
} from './node-session.ts'
import { cut, replaceHead } from './replace-head.ts'

/** What `withSession` takes: a request listener with the request's session before its own arguments. */
export type SessionRequestListener<T, Req, Res> = (
  session: LazySession<T>,
  req: Req,
  res: Res,
) => unknown

/** How `withSession` opens sessions, and whom it tells of failures. */
export interface WithSessionOptions<Req> extends Omit<NodeSessionOptions, 'onError'> {
  /**
   * Gets every error whose answer is 500 or more: what the listener threw, and why a session could not
   * be saved. Default: `console.error`.
   */
  readonly onError?: (error: unknown, req: Req) => void
}

/**
 * Makes a listener for `http.createServer` whose function gets the request's session before the
 * request and the response. It is saved before the first byte of the response; a response of 500 or
 * more saves no changes.
 *
 * What the function throws, or what keeps the session from being saved, is the answer: a session error
 * with its status (503 with `Retry-After` where the store did not answer, 409 where the session was
 * ended meanwhile), anything else with 500; the body is the text of the status. Where a part of the
 * response has left, the connection is cut. The promise of the listener never rejects.
 */
export function withSession<
  T extends object,
  Req extends NodeRequest = IncomingMessage,
  Res extends NodeResponse = ServerResponse,
>(
  sessions: Sessions<T>,
  listener: SessionRequestListener<T, Req, Res>,
  { onError = report, ...options }: WithSessionOptions<Req> = {},
): (req: Req, res: Res) => Promise<void> {
  return async (req, res) => {
    const told = (error: unknown): void => {
      if (replacement(error).status >= 500) onError(error, req)
    }
    try {
      const { session } = nodeSession(sessions, req, res, { ...options, onError: told })
      await listener(session, req, res)
    } catch (error) {
      told(error)
      answer(res, error)
    }
  }
}

function answer(res: NodeResponse, error: unknown): void {
  // The whole answer was given before: it stands.
  if (res.writableEnded) return
  if (res.headersSent) {
    cut(res)
    return
  }
  const body = replaceHead(res, replacement(error))
  if (res.req?.method === 'HEAD') res.end()
  else res.end(body)
}

// As Koa and Nest do: without it, nobody would hear of a mistake in the app.
function report(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the default of an option
  console.error(error)
}
