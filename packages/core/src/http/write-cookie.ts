import { CookieTooLargeError } from '../errors.ts'
import type { CookieSettings } from './cookie-options.ts'
import { isCookieOctets } from './grammar.ts'

/** Makes the `Set-Cookie` headers of one cookie. */
export interface CookieWriter {
  /**
   * The header that gives the client this value.
   *
   * `maxAge` is in seconds: rounded down, at most 400 days (RFC 6265bis, 5.5). `null`, or settings
   * with `persistent: false`, give a cookie that ends with the browser.
   *
   * Throws a `CookieTooLargeError` when name and value together pass 4,096 bytes, which browsers
   * drop without a word, and a `TypeError` for a value that is no RFC 6265 `cookie-octet` text.
   */
  set(value: string, options: { readonly maxAge: number | null }): string
  /** The header that deletes the cookie: every attribute repeated, or a browser keeps the cookie. */
  expire(): string
}

/** 400 days in seconds. */
const MAX_AGE = 34_560_000
/** RFC 6265bis, 5.7: a browser ignores a cookie whose name and value are longer. */
export const maxCookieBytes = 4096
const SAME_SITE = { strict: 'Strict', lax: 'Lax', none: 'None' } as const
const PRIORITY = { low: 'Low', medium: 'Medium', high: 'High' } as const

/** A writer with everything computed that does not depend on the value. */
export function cookieWriter(settings: CookieSettings): CookieWriter {
  const start = `${settings.name}=`
  const attributes = attributesOf(settings)
  const expired = `${start}; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT${attributes}`
  return {
    set(value, { maxAge }) {
      if (!isCookieOctets(value)) {
        throw new TypeError('A cookie value is empty or holds a character that no cookie may hold.')
      }
      // Both are ASCII: characters are bytes.
      const bytes = settings.name.length + value.length
      if (bytes > maxCookieBytes) {
        throw new CookieTooLargeError(
          `The cookie ${settings.name} would take ${bytes} bytes; browsers keep ${maxCookieBytes}. Store less in the session.`,
        )
      }
      const lifetime =
        maxAge === null || !settings.persistent ? '' : `; Max-Age=${wholeSeconds(maxAge)}`
      return start + value + lifetime + attributes
    },
    expire: () => expired,
  }
}

function attributesOf(settings: CookieSettings): string {
  const parts = [
    settings.domain === undefined ? '' : `; Domain=${settings.domain}`,
    `; Path=${settings.path}`,
    settings.secure ? '; Secure' : '',
    '; HttpOnly',
    `; SameSite=${SAME_SITE[settings.sameSite]}`,
    settings.priority === undefined ? '' : `; Priority=${PRIORITY[settings.priority]}`,
    settings.partitioned ? '; Partitioned' : '',
  ]
  return parts.join('')
}

function wholeSeconds(maxAge: number): number {
  if (Number.isNaN(maxAge)) throw new TypeError('maxAge must be a number of seconds, or null.')
  return Math.floor(Math.min(Math.max(maxAge, 0), MAX_AGE))
}
