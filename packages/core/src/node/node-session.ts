import type { IncomingHttpHeaders } from 'node:http'
import { isSessionError } from '../errors.ts'
import type { RequestHeaders } from '../http/exchange.ts'
import type { OpenOptions } from '../session/environment.ts'
import type { LazySession } from '../session/types.ts'
import type { Sessions } from '../sessions.ts'
import { beforeFirstByte } from './before-first-byte.ts'
import type { Replacement } from './first-byte-hook.ts'
import { nodeHeaders } from './node-headers.ts'
import type { NodeResponse } from './node-response.ts'

/**
 * What is used of a Node request.
 *
 * @foreign
 */
export interface NodeRequest {
  readonly headers: IncomingHttpHeaders
  readonly socket?: { readonly remoteAddress?: string | undefined }
}

/** How the session of a Node request is opened. */
export interface NodeSessionOptions extends OpenOptions {
  /** The client's address, for "your devices". Default: that of the connection, which behind a proxy is the proxy's. */
  readonly ip?: () => string | undefined
  /**
   * Gets the error of a save that replaced the response at its first byte, or cut it at its last: nobody
   * else hears of it. Default: nothing is told.
   */
  readonly onError?: (error: unknown) => void
}

/** A request's session, and the way to settle it early. */
export interface NodeSession<T extends object> {
  /** The request's session. Reading its data loads it, once. */
  readonly session: LazySession<T>
  /**
   * Settles the session for a response of this status, and puts its headers on the response. A
   * rejection means that the response must become an error. What is not settled this way is settled
   * before the first byte, with the status that the response then has.
   */
  commit(status: number): Promise<void> | undefined
}

/**
 * The session of a Node request, over HTTP/1.1 and HTTP/2. It is committed before the first byte of
 * the response, whoever sends that; a commit that fails replaces the response by its error (503 where
 * the backend did not answer, 409, 500). Call it once per request, before the response begins.
 */
export function nodeSession<T extends object>(
  sessions: Sessions<T>,
  req: NodeRequest,
  res: NodeResponse,
  options: NodeSessionOptions = {},
): NodeSession<T> {
  const request: RequestHeaders = {
    header: (name) => req.headers[name],
    ip: options.ip ?? (() => req.socket?.remoteAddress),
  }
  // Not `res.headersSent`: it is true from the first output on, while a commit may still add a cookie.
  let begun = false
  const { exchange, session } = sessions.exchange(request, () => begun, options)
  const headers = nodeHeaders(res)
  // Changes that were refused, so that the app answers with an error of its own, are not tried again.
  let refused = false
  const commit = (status: number): Promise<void> | undefined => {
    const committed = exchange.commit(refused && status >= 400 ? 500 : status)
    if (!committed) {
      exchange.apply(headers)
      return undefined
    }
    return (
      committed
        .catch((error: unknown) => {
          refused = true
          throw error
        })
        // A failed commit may follow one that stands, such as a sign-in: its cookie goes out all the same.
        .finally(() => exchange.apply(headers))
    )
  }
  beforeFirstByte(res, {
    prepare: (status) => {
      const begin = (): void => {
        begun = true
      }
      const committed = commit(status)
      // Without a promise where there is nothing to wait for, so that the output is not held.
      return committed ? committed.finally(begin) : begin()
    },
    finish: () => exchange.finish(),
    failed: (error) => {
      options.onError?.(error)
      return replacement(error)
    },
  })
  return { session, commit }
}

/** The response that an error stands for. */
export function replacement(error: unknown): Replacement {
  return isSessionError(error)
    ? { status: error.status, headers: error.headers ?? {} }
    : { status: 500, headers: {} }
}
