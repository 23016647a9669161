import { ConfigurationError } from '../errors.ts'
import { isToken } from './grammar.ts'

/** A cookie's name and what its prefix promises. */
export interface CookieName {
  /** The prefix as browsers know it, `''` for none. */
  readonly prefix: '' | CookiePrefix
  /** The name without its prefix. */
  readonly rest: string
}

/**
 * The prefixes that browsers enforce (RFC 6265bis, 4.1.3), longest first. All of them ask for
 * `Secure`; the `__Host-` ones also for `Path=/` and no `Domain`.
 */
const PREFIXES = ['__Host-Http-', '__Secure-', '__Host-', '__Http-'] as const

type CookiePrefix = (typeof PREFIXES)[number]

/** Begins like a prefix: underscores before the word, or the word before a hyphen or two separators. */
const LOOKS_LIKE_PREFIX = /^(?:[-_]+(?:host|secure|http)|(?:host|secure)(?:-|__)|__[a-z]+-)/i

/**
 * Splits a name and checks it. Prefixes are found in any case and returned in the one that every
 * browser enforces. Throws a `ConfigurationError` for a name that is no token, that is too long for any
 * value, or that begins with a misspelt prefix: browsers would not enforce it.
 */
export function parseCookieName(name: string): CookieName {
  if (typeof name !== 'string' || !isToken(name)) {
    throw new ConfigurationError(
      'cookie.name must be an RFC 9110 token (letters, digits, - and _), such as "__Host-sid".',
    )
  }
  if (name.length > 256) {
    throw new ConfigurationError('cookie.name is too long: write at most 256 characters.')
  }
  const prefix = prefixOf(name)
  const rest = name.slice(prefix.length)
  if (rest === '') {
    throw new ConfigurationError(`cookie.name "${name}" is only a prefix: write "${prefix}sid".`)
  }
  if (prefix === '' ? LOOKS_LIKE_PREFIX.test(name) : prefixOf(rest) !== '') {
    throw new ConfigurationError(
      `cookie.name "${name}" begins with a misspelt or second prefix, which no browser enforces: ` +
        'write "__Host-sid", "__Secure-sid", or a name that does not look like a prefix.',
    )
  }
  return { prefix, rest }
}

function prefixOf(name: string): CookieName['prefix'] {
  const lower = name.toLowerCase()
  return PREFIXES.find((prefix) => lower.startsWith(prefix.toLowerCase())) ?? ''
}
