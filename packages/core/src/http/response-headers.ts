import { forbidSharing, forbidStoring } from './cache-control.ts'
import { cookieIdentity } from './set-cookie-identity.ts'

/** The headers of a response, as far as a session needs them. Names are found in any case. */
export interface ResponseHeaders {
  /** The value, all values where there are several lines, or `undefined`. */
  get(name: string): string | readonly string[] | undefined
  /** Replaces every earlier value. A list is sent as that many lines. */
  set(name: string, value: string | readonly string[]): void
}

/** What a response has to say about the session. */
export interface SessionHeaderChange {
  /** The `Set-Cookie` header for the session's cookie, when one is due; or several of different names. */
  readonly setCookie?: string | readonly string[] | undefined
  /** The handler looked at the session: the response may differ for another visitor. */
  readonly observed: boolean
}

/** What {@link applySessionHeaders} found. */
export interface AppliedSessionHeaders {
  /**
   * The headers set by the app whose meaning had to be taken away, such as a `Cache-Control:
   * public` beside a session cookie: worth a warning. Empty when there were none.
   */
  readonly overridden: readonly string[]
}

/**
 * Adds what a change of the session asks for, and nothing when there is none.
 *
 * With a cookie: one `Set-Cookie` for its name, domain and path, replacing an earlier one and
 * leaving other cookies in their order, and `Cache-Control: no-store`. When the session was
 * observed: `Vary: Cookie` and at least `Cache-Control: private`. What contradicts it is overridden,
 * also in the headers by which an app addresses its CDN alone (RFC 9213): a shared cache that keeps
 * such a response hands one visitor's session to another. Applying a change twice is the same as
 * applying it once.
 */
export function applySessionHeaders(
  headers: ResponseHeaders,
  change: SessionHeaderChange,
): AppliedSessionHeaders {
  const { setCookie, observed } = change
  if (typeof setCookie === 'string') addSetCookie(headers, setCookie)
  else if (setCookie) for (const line of setCookie) addSetCookie(headers, line)
  if (observed) addVaryCookie(headers)
  if (setCookie === undefined && !observed) return NOTHING_OVERRIDDEN
  return guardCaching(headers, setCookie === undefined ? forbidSharing : forbidStoring)
}

const NOTHING_OVERRIDDEN: AppliedSessionHeaders = { overridden: [] }

/**
 * A cache that knows one of these ignores `Cache-Control`. With each name as servers keep it, in lower
 * case: every response is asked for all of them, and making them lower would be most of the work.
 */
const TARGETED: ReadonlyMap<string, string> = new Map(
  [
    'CDN-Cache-Control',
    'Surrogate-Control',
    'Cloudflare-CDN-Cache-Control',
    'Netlify-CDN-Cache-Control',
    'Vercel-CDN-Cache-Control',
  ].map((name) => [name.toLowerCase(), name]),
)

function addSetCookie(headers: ResponseHeaders, setCookie: string): void {
  const before = headers.get('set-cookie')
  if (before === undefined) {
    headers.set('Set-Cookie', setCookie)
    return
  }
  const identity = cookieIdentity(setCookie)
  const lines = typeof before === 'string' ? [before] : before
  const others = lines.filter((line) => cookieIdentity(line) !== identity)
  headers.set('Set-Cookie', others.length === 0 ? setCookie : [...others, setCookie])
}

function addVaryCookie(headers: ResponseHeaders): void {
  const vary = joined(headers.get('vary'))
  if (vary === 'Cookie') return
  if (vary === undefined || vary.trim() === '') {
    headers.set('Vary', 'Cookie')
    return
  }
  const names = vary.split(',').map((name) => name.trim().toLowerCase())
  if (!names.includes('*') && !names.includes('cookie')) headers.set('Vary', `${vary}, Cookie`)
}

function guardCaching(
  headers: ResponseHeaders,
  guard: typeof forbidSharing,
): AppliedSessionHeaders {
  const overridden: string[] = []
  const before = joined(headers.get('cache-control'))
  const after = guard(before)
  if (after.value !== before) headers.set('Cache-Control', after.value)
  if (after.overridden) overridden.push('Cache-Control')

  for (const [lowerName, name] of TARGETED) {
    const targeted = joined(headers.get(lowerName))
    if (targeted === undefined || /(?:^|,)\s*(?:no-store|private)\s*(?:,|$)/i.test(targeted))
      continue
    headers.set(name, 'no-store')
    overridden.push(name)
  }
  return overridden.length === 0 ? NOTHING_OVERRIDDEN : { overridden }
}

function joined(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value.join(', ')
}
