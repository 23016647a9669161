import type { ResponseHeaders } from '../http/response-headers.ts'
import type { GuardedResponse } from './guard-head.ts'
import { unguarded } from './guard-head.ts'
import type { NodeResponse } from './node-response.ts'

/**
 * {@link ResponseHeaders} over a Node response. Keeps several values of a header apart. Works while
 * a {@link FirstByteHook} holds the output, when the response's own `setHeader` throws already.
 */
export function nodeHeaders(res: NodeResponse): ResponseHeaders {
  const response: GuardedResponse = res
  return {
    get(name) {
      const value = response.getHeader(name)
      return typeof value === 'number' ? String(value) : value
    },
    set(name, value) {
      const setUnguarded = response[unguarded]
      if (setUnguarded === undefined) response.setHeader(name, value)
      else setUnguarded(name, value)
    },
  }
}
