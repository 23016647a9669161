import type { NodeResponse } from './node-response.ts'

/** The way around the guard, for those who may still add headers. */
export const unguarded: unique symbol = Symbol('unguarded setHeader')

/** A response that may be guarded. */
export interface GuardedResponse extends NodeResponse {
  [unguarded]?: ((name: string, value: unknown) => unknown) | undefined
}

/**
 * Makes a response whose output is held look as if it had left: `headersSent` is true, so that an
 * error handler does not answer a second time, changing a header throws as it does in Node, and a
 * status set now has no effect. Returns the function that ends this.
 */
export function guardHead(res: GuardedResponse, ended: () => boolean): () => void {
  const { statusCode, setHeader } = res
  const statusMessage = isHttp2(res) ? '' : res.statusMessage
  res[unguarded] = (name, value) => Reflect.apply(setHeader, res, [name, value])

  const undo = [
    shadow(res, 'headersSent', { get: () => true }),
    shadow(res, 'writableEnded', { get: ended }),
  ]
  for (const method of ['setHeader', 'appendHeader', 'setHeaders', 'removeHeader']) {
    if (!(method in res)) continue
    const refuse = (): never => {
      throw headersSentError(res)
    }
    undo.push(shadow(res, method, { value: refuse, writable: true }))
  }
  // What wraps `write` and `end` (compression, say) asks Node for the head itself when it sees none.
  if ('_implicitHeader' in res) {
    undo.push(shadow(res, '_implicitHeader', { value: () => {}, writable: true }))
  }

  return () => {
    for (const restore of undo) restore()
    res[unguarded] = undefined
    res.statusCode = statusCode
    if (!isHttp2(res)) res.statusMessage = statusMessage
  }
}

/** What Node throws for a change of headers that have left. */
export function headersSentError(res: NodeResponse): Error {
  const error = new Error('Cannot set headers after they are sent to the client')
  const code = isHttp2(res) ? 'ERR_HTTP2_HEADERS_SENT' : 'ERR_HTTP_HEADERS_SENT'
  return Object.defineProperty(error, 'code', { value: code })
}

/** Over HTTP/2 a response has no reason phrase, and its end is told by its stream. */
export function isHttp2(res: NodeResponse): boolean {
  return res.stream !== undefined
}

/** Lays a property over the object's own or inherited one, unless someone else lays one over ours meanwhile. */
function shadow(target: object, key: string, property: PropertyDescriptor): () => void {
  const before = Object.getOwnPropertyDescriptor(target, key)
  Object.defineProperty(target, key, { ...property, configurable: true })
  return () => {
    const now = Object.getOwnPropertyDescriptor(target, key)
    if (now?.get !== property.get || now?.value !== property.value) return
    if (before === undefined) Reflect.deleteProperty(target, key)
    else Object.defineProperty(target, key, before)
  }
}
