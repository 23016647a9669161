import { readCookie } from './parse-cookies.ts'
import type { ResponseHeaders } from './response-headers.ts'
import type { CookieHeader } from './token-cookies.ts'

/** Beside a cookie that was made for the client in this request: the one that it has sent. */
const suffix = '-presented'
/** How many of those are looked at, as of the cookie itself (R86). */
const most = 4
/** What is longer is no token of a stored session, the only kind for which it matters. */
const longest = 100

/**
 * What stands beside a forwarded cookie. It vouches for it, and is nothing by itself: a client that
 * sends one gains no more than by sending it as its cookie.
 */
export function presentedBeside(header: CookieHeader, name: string): readonly string[] {
  return readCookie(header, name + suffix).slice(0, most)
}

/**
 * A `Cookie` header with what a response sets, or takes away, already done to it; `undefined` if it
 * sets nothing. Cookies of other names keep their bytes and their order.
 */
export function forwardCookies(
  header: CookieHeader,
  name: string,
  apply: (headers: ResponseHeaders) => void,
): string | undefined {
  const lines = setCookiesOf(apply)
  if (lines.length === 0) return undefined
  const changes = new Map(lines.map(changeOf))
  // What is there already stays: a request that was forwarded may be forwarded again.
  const presented = new Set([...presentedBeside(header, name), ...shortOnes(header, name)])
  const beside = [...presented].slice(0, most).map((value) => `${name}${suffix}=${value}`)
  const text = typeof header === 'string' ? header : (header ?? []).join(';')
  const others = text
    .split(';')
    .map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((pair) => pair !== '' && !changes.has(nameOf(pair)) && nameOf(pair) !== name + suffix)
  const set = [...changes.values()].filter((pair) => pair !== null)
  // Ours first: only so much of a header is looked at.
  return [...set, ...beside, ...others].join('; ')
}

function shortOnes(header: CookieHeader, name: string): string[] {
  return readCookie(header, name).filter((value) => value.length <= longest)
}

function setCookiesOf(apply: (headers: ResponseHeaders) => void): readonly string[] {
  const values = new Map<string, string | readonly string[]>()
  apply({
    get: (header) => values.get(header.toLowerCase()),
    set: (header, value) => void values.set(header.toLowerCase(), value),
  })
  const lines = values.get('set-cookie') ?? []
  return typeof lines === 'string' ? [lines] : lines
}

/** The name, and the pair to send from now on; `null` for a deletion. */
function changeOf(line: string): [name: string, pair: string | null] {
  const [pair = '', ...attributes] = line.split('; ')
  return [nameOf(pair), attributes.includes('Max-Age=0') ? null : pair]
}

function nameOf(pair: string): string {
  const [name = ''] = pair.split('=', 1)
  return name.replace(/[ \t]+$/, '')
}
