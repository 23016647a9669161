import { STATUS_CODES } from 'node:http'
import type { Replacement } from './first-byte-hook.ts'
import { isHttp2 } from './guard-head.ts'
import type { NodeResponse } from './node-response.ts'

/**
 * Makes the head of a response that has not left tell of a failure. What described the app's own
 * answer goes: its body's type, length, encoding and validators, its caching, where it led to, what
 * it told the browser to forget. Everything else stays, such as CORS and security headers and
 * cookies, `Set-Cookie` of what was committed before the failure above all (R119). Returns the body.
 */
export function replaceHead(res: NodeResponse, replacement: Replacement): string {
  const { status, headers } = replacement
  for (const name of res.getHeaderNames()) {
    if (describesAnswer(name.toLowerCase())) res.removeHeader(name)
  }
  res.statusCode = status
  const body = STATUS_CODES[status] ?? 'Error'
  if (!isHttp2(res)) res.statusMessage = body

  res.setHeader('Cache-Control', 'no-store')
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === 'set-cookie') addCookie(res, value)
    else res.setHeader(name, value)
  }
  res.setHeader('Content-Type', 'text/plain; charset=utf-8')
  res.setHeader('Content-Length', body.length)
  return body
}

/** Ends the connection, or over HTTP/2 the stream, so that the client does not take the response for complete. */
export function cut(res: NodeResponse): void {
  // Without a code, an HTTP/2 stream would close as if all were well.
  res.stream?.close(INTERNAL_ERROR)
  res.destroy()
}

/** Of HTTP/2: RFC 9113, 7. */
const INTERNAL_ERROR = 0x2

const DESCRIBES_ANSWER: ReadonlySet<string> = new Set([
  'accept-ranges',
  'age',
  'clear-site-data',
  'digest',
  'etag',
  'expires',
  'last-modified',
  'location',
  'pragma',
  'refresh',
  'repr-digest',
  'surrogate-control',
  'trailer',
  'transfer-encoding',
])

function describesAnswer(name: string): boolean {
  if (name.startsWith('content-')) return !name.startsWith('content-security-policy')
  return DESCRIBES_ANSWER.has(name) || name.endsWith('cache-control')
}

function addCookie(res: NodeResponse, cookie: string): void {
  const before = res.getHeader('Set-Cookie') ?? []
  const lines = [before].flat().map(String)
  if (!lines.includes(cookie)) res.setHeader('Set-Cookie', [...lines, cookie])
}
