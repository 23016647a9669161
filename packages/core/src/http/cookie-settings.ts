import { ConfigurationError } from '../errors.ts'
import { type CookieName, parseCookieName } from './cookie-name.ts'
import type { CookieOptions, CookieSettings } from './cookie-options.ts'

/**
 * Validates the options of the session's cookie and fills in the defaults: `__Host-sid`, `Path=/`,
 * `SameSite=Lax`, persistent. Throws a `ConfigurationError`, with what to write instead, for anything
 * that a browser would refuse or that could break out of its attribute, for options that contradict
 * each other, for unknown options, and for `insecureDevelopment` in production.
 */
export function resolveCookie(
  options: CookieOptions | undefined,
  env: { readonly production: boolean },
): CookieSettings {
  checkKeys(options)
  const secure = !flag('insecureDevelopment', options?.insecureDevelopment, false)
  if (!secure && env.production) {
    fail(
      'cookie.insecureDevelopment is refused in production, where anyone on the network could ' +
        'read the cookie: remove it and serve https.',
    )
  }
  const name = parseCookieName(options?.name ?? '__Host-sid')
  const path = checkPath(options?.path ?? '/')
  const domain = options?.domain === undefined ? undefined : checkDomain(options.domain)
  checkPrefix(name, path, domain)

  const sameSite = oneOf('sameSite', options?.sameSite ?? 'lax', SAME_SITE)
  const partitioned = flag('partitioned', options?.partitioned, false)
  if (!secure && sameSite === 'none') {
    fail(
      'cookie.sameSite "none" needs Secure, which insecureDevelopment drops: write "lax" there, or use https.',
    )
  }
  if (!secure && partitioned) {
    fail(
      'cookie.partitioned needs Secure, which insecureDevelopment drops: leave it out there, or use https.',
    )
  }
  return {
    name: secure ? name.prefix + name.rest : name.rest,
    path,
    domain,
    secure,
    sameSite,
    partitioned,
    priority:
      options?.priority === undefined ? undefined : oneOf('priority', options.priority, PRIORITIES),
    persistent: flag('persistent', options?.persistent, true),
  }
}

const SAME_SITE = ['strict', 'lax', 'none'] as const
const PRIORITIES = ['low', 'medium', 'high'] as const
const KEYS: readonly string[] = [
  'name',
  'path',
  'domain',
  'sameSite',
  'partitioned',
  'priority',
  'persistent',
  'insecureDevelopment',
] satisfies (keyof CookieOptions)[]
/** Options of other libraries, and where their meaning went. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  [
    'secure',
    'the cookie is always Secure; for plain http in development write insecureDevelopment: true',
  ],
  ['httpOnly', 'the cookie is always HttpOnly'],
  ['maxAge', 'write lifetime: { absolute } beside cookie, or cookie.persistent: false'],
  ['expires', 'write lifetime: { absolute } beside cookie, or cookie.persistent: false'],
])

const PATH = /^\/[A-Za-z0-9\-._~!$&()*+:@%/=]*$/
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)*${LABEL}$`)
/** RFC 6265bis, 5.6: a browser ignores an attribute beyond this many bytes. */
const MAX_ATTRIBUTE = 1024

function checkKeys(options: CookieOptions | undefined): void {
  for (const key of Object.keys(options ?? {})) {
    if (KEYS.includes(key)) continue
    fail(`cookie.${key} is no option: ${ELSEWHERE.get(key) ?? `write one of ${KEYS.join(', ')}`}.`)
  }
}

function checkPath(path: string): string {
  if (typeof path !== 'string' || !PATH.test(path) || path.length > MAX_ATTRIBUTE) {
    fail(
      'cookie.path must begin with "/" and be a plain, percent-encoded path of up to 1,024 characters.',
    )
  }
  return path
}

function checkDomain(domain: string): string {
  if (typeof domain !== 'string') fail('cookie.domain must be text, such as "example.com".')
  const lower = domain.toLowerCase()
  if (lower.startsWith('.')) {
    fail('cookie.domain begins with a dot, which browsers ignore: write "example.com".')
  }
  if (!DOMAIN.test(lower) || lower.length > 253) {
    fail(
      'cookie.domain must be a host name, such as "example.com" (an international one in punycode), ' +
        'without scheme, port or path.',
    )
  }
  if (/(?:^|\.)\d+$/.test(lower)) {
    fail(
      'cookie.domain cannot be an IP address: leave it out, the cookie then belongs to the host.',
    )
  }
  return lower
}

function checkPrefix(name: CookieName, path: string, domain: string | undefined): void {
  if (!name.prefix.startsWith('__Host-')) return
  const instead = `write name: "__Secure-${name.rest}"`
  if (domain !== undefined) {
    fail(
      `The cookie prefix ${name.prefix} allows no cookie.domain: ${instead}, or leave the domain out.`,
    )
  }
  if (path !== '/') {
    fail(
      `The cookie prefix ${name.prefix} allows no cookie.path but "/": ${instead}, or leave the path out.`,
    )
  }
}

function flag(key: keyof CookieOptions, value: boolean | undefined, fallback: boolean): boolean {
  if (value === undefined) return fallback
  if (typeof value !== 'boolean') fail(`cookie.${key} must be true or false.`)
  return value
}

function oneOf<T extends string>(key: keyof CookieOptions, value: T, allowed: readonly T[]): T {
  if (!allowed.includes(value)) {
    fail(`cookie.${key} must be ${allowed.map((each) => `"${each}"`).join(', ')}.`)
  }
  return value
}

function fail(message: string): never {
  throw new ConfigurationError(message)
}
