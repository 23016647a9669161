import { CookieJar } from 'tough-cookie'

/** One request, with the cookies that earlier responses have set. Redirects are not followed. */
export type Visit = (
  path?: string,
  init?: { readonly method?: string; readonly headers?: Record<string, string> },
) => Promise<Response>

/** A visitor of a server, who keeps its cookies as a browser does (RFC 6265). */
export function visitor(origin: string): Visit {
  const jar = new CookieJar(undefined, { prefixSecurity: 'strict' })
  return async (path = '/', init = {}) => {
    const url = origin + path
    const cookie = await jar.getCookieString(url)
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { cookie, ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) await jar.setCookie(line, url)
    return response
  }
}
