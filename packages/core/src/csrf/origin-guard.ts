import { ConfigurationError } from '../errors.ts'

/** What the guard looks at. Header names are in lower case. */
export interface GuardedRequest {
  /** The HTTP method, in any case. */
  readonly method: string
  /** The value of a header; `null` or `undefined` where the request has none. */
  header(name: 'origin' | 'host' | 'sec-fetch-site'): string | null | undefined
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/**
 * A guard against cross-site requests by what browsers say of them (Fetch Metadata, `Origin`): `true`
 * lets the request through. Methods that change nothing always pass. Others pass from the same origin,
 * or from one of `origins`; one that says neither where it comes from is refused, and `Origin: null` is
 * a foreign origin. Behind a proxy that changes `Host`, name your own address in `origins`.
 */
export function originGuard(
  options: { readonly origins?: readonly string[] } = {},
): (request: GuardedRequest) => boolean {
  const origins = new Set((options.origins ?? []).map(checkedOrigin))
  return (request) => {
    if (safeMethods.has(request.method.toUpperCase())) return true
    const origin = request.header('origin')
    if (origin && origins.has(origin)) return true
    const site = request.header('sec-fetch-site')
    if (site) return site === 'same-origin' || site === 'none'
    return origin ? hostOf(origin) === request.header('host')?.toLowerCase() : false
  }
}

function checkedOrigin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text
  throw new ConfigurationError(
    `origins has '${String(text).slice(0, 80)}'. Write scheme and host alone, such as 'https://shop.example'.`,
  )
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
