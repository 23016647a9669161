import type { ResponseHeaders } from './response-headers.ts'

/**
 * {@link ResponseHeaders} over a web `Headers` object, which must be mutable: those of
 * `Response.redirect()` or of a fetched response are not, copy them first.
 */
export function webHeaders(headers: Headers): ResponseHeaders {
  return {
    get(name) {
      // Only `getSetCookie` keeps several cookies apart: a comma can be part of one.
      if (name.toLowerCase() !== 'set-cookie') return headers.get(name) ?? undefined
      const lines = headers.getSetCookie()
      return lines.length === 0 ? undefined : lines
    },
    set(name, value) {
      if (typeof value === 'string') {
        headers.set(name, value)
        return
      }
      headers.delete(name)
      for (const line of value) headers.append(name, line)
    },
  }
}
