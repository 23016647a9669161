/** How the session's cookie is sent. Everything has a safe default; `HttpOnly` is always there. */
export interface CookieOptions {
  /**
   * The cookie's name: an RFC 9110 token. Default `__Host-sid`. The prefix `__Host-` makes browsers
   * refuse the cookie unless it is `Secure`, has `Path=/` and no `Domain`: no other host, such as a
   * taken-over subdomain, can plant it. With a `domain` or another `path` write `__Secure-sid`.
   */
  readonly name?: string | undefined
  /** Default `/`. Letters, digits and `-._~!$&()*+:@%/=` only, at most 1,024 characters. */
  readonly path?: string | undefined
  /**
   * Default: none, so that the cookie goes to this host only. A domain opens it to every subdomain,
   * and lets each of them overwrite it.
   */
  readonly domain?: string | undefined
  /** Default `lax`. `none` sends the cookie with cross-site requests: add protection against CSRF. */
  readonly sameSite?: SameSite | undefined
  /** One cookie jar for each top-level site (CHIPS), for embedded pages; goes with `sameSite: 'none'`. Default false. */
  readonly partitioned?: boolean | undefined
  /** Which cookies Chromium evicts last. Default: not sent, which means medium. */
  readonly priority?: CookiePriority | undefined
  /**
   * True (default): the cookie lives to the session's absolute end. False: it ends with the browser.
   * Either way the server's clock decides whether the session is alive.
   */
  readonly persistent?: boolean | undefined
  /**
   * For development over plain http only: drops `Secure` and the name's prefix, so that anyone on
   * the network can read the cookie. Throws a `ConfigurationError` in production. Default false.
   */
  readonly insecureDevelopment?: boolean | undefined
}

/** The `SameSite` attribute (RFC 6265bis, 4.1.2.7). */
export type SameSite = 'strict' | 'lax' | 'none'

/** The `Priority` attribute of Chromium. */
export type CookiePriority = 'low' | 'medium' | 'high'

/** Validated {@link CookieOptions} with every default filled in. */
export interface CookieSettings {
  /** As sent: without its prefix where `insecureDevelopment` dropped it. */
  readonly name: string
  /** The attribute `Path`. */
  readonly path: string
  /** In lower case; `undefined` for a host-only cookie. */
  readonly domain: string | undefined
  /** False only with `insecureDevelopment`. */
  readonly secure: boolean
  /** The attribute `SameSite`. */
  readonly sameSite: SameSite
  /** Whether the attribute `Partitioned` is sent. */
  readonly partitioned: boolean
  /** The attribute `Priority`; `undefined`: not sent. */
  readonly priority: CookiePriority | undefined
  /** Whether the cookie has a `Max-Age`, unless the session itself says otherwise. */
  readonly persistent: boolean
}
