import type { VisitorCookie, VisitorCookies } from '../csrf/visitor-cookie.ts'
import { SessionReadOnlyError } from '../errors.ts'
import type { Carrier, OpenOptions, SessionEnvironment } from '../session/environment.ts'
import { Lifecycle } from '../session/lifecycle.ts'
import type { CookieSettings } from './cookie-options.ts'
import { forwardCookies, presentedBeside } from './forward-cookies.ts'
import { applySessionHeaders, type ResponseHeaders } from './response-headers.ts'
import type { ReadTokens, TokenCookies } from './token-cookies.ts'

/** How many session cookies of one request are looked at (R86). */
const maxTokens = 4

/** What an exchange needs to see of a request. Names are in lower case. */
export interface RequestHeaders {
  /** The value of a header of the request. */
  header(
    name: 'cookie' | 'user-agent' | 'sec-purpose' | 'purpose' | 'next-router-prefetch',
  ): HeaderValue
  /** The client's address, behind proxies that the framework trusts. */
  readonly ip?: () => string | undefined
  /** Whether this response is the one that should bring a token that is due for renewal. Default: yes. */
  readonly renews?: () => boolean
}

/** The value of a header as frameworks give it; nothing where the message has none. */
export type HeaderValue = string | readonly string[] | null | undefined

/** The cookie's settings, and what reads and writes by them. */
export interface SessionCookie {
  /** The options of the cookie, with every default filled in. */
  readonly settings: CookieSettings
  /** The cookies that hold the token. */
  readonly tokens: TokenCookies
  /** The cookie of visitors without a session. */
  readonly visitors: VisitorCookies
}

/**
 * One request and its response, as one session sees them: the tokens in, the commit decision, and
 * the headers out. An adapter calls `commit` before the first byte, and `apply` right after it.
 */
export class Exchange {
  /** The session's way through this request. */
  readonly life: Lifecycle
  /** Whether the client has sent anything in the session's cookie. */
  readonly hadCookie: boolean
  readonly #env: SessionEnvironment
  readonly #cookie: SessionCookie
  readonly #request: RequestHeaders
  readonly #visitor: VisitorCookie
  /** Whether the response is a failure, which saves no changes. */
  #discards = false
  /** The indexes of the cookies beside the first that the client may hold. */
  #extras: Set<number> | null = null

  /** `headersSent` tells whether the response's headers have left, after which no new cookie can be made. */
  constructor(
    env: SessionEnvironment,
    cookie: SessionCookie,
    request: RequestHeaders,
    headersSent: () => boolean,
    options: OpenOptions,
  ) {
    this.#env = env
    this.#cookie = cookie
    this.#request = request
    const canRenew = (): boolean =>
      !headersSent() && !this.#discards && !this.#isSpeculative() && (request.renews?.() ?? true)
    this.#visitor = cookie.visitors.of(request.header('cookie'))
    const visitor = this.#visitor
    const read = cookie.tokens.read(request.header('cookie'))
    const { name } = cookie.settings
    const carrier = carrierOf(request, name, read, env, headersSent, canRenew, visitor)
    if (carrier.hadCookie && carrier.tokens.length === 0 && options.warnings !== false) {
      env.events.emit('rejected', { id: null, reason: 'malformed' })
    }
    this.hadCookie = carrier.hadCookie
    this.life = new Lifecycle(env, carrier, options)
  }

  /**
   * Settles the session for a response of this status: below 500 saves what was changed, and renews
   * the token where due; slides the idle end in the background. Returns nothing when there is nothing to wait for; a
   * rejection means that the response must not be sent as it is.
   */
  commit(status: number): Promise<void> | undefined {
    const { life } = this
    if (life.underWay) return life.underWay.then(() => this.commit(status))
    this.#discards = status >= 500
    if (this.#discards) return undefined
    if (life.state.hasWrites) return life.save()
    if (!life.countsAsActivity || !life.upkeepDue || this.#isSpeculative()) return undefined
    if (life.renewalDue) return life.tend()
    // Off the response's path: it never rejects, and the connector waits for it when it closes.
    void life.tend()
    return undefined
  }

  /**
   * Saves what was changed after the first byte, while the body was streamed: before the body ends,
   * so that a client which sees the end of it can rely on it. A rejection means: cut the response.
   */
  finish(): Promise<void> | undefined {
    return !this.#discards && this.life.state.hasWrites ? this.life.save() : undefined
  }

  /** Puts the cookie and the cache headers on the response. Can be applied again, to the same effect. */
  apply(headers: ResponseHeaders): void {
    const { life } = this
    const setCookie = this.#setCookie()
    const visitor = this.#visitor.setCookie
    if (visitor !== undefined) applySessionHeaders(headers, { setCookie: visitor, observed: true })
    if (setCookie === undefined && !life.state.accessed) return
    const change =
      setCookie === undefined ? { observed: true } : { setCookie, observed: life.state.accessed }
    if (applySessionHeaders(headers, change).overridden.length > 0) {
      this.#env.events.emit('rejected', { id: null, reason: 'cache-headers' })
    }
  }

  /**
   * The `Cookie` header as what comes later in the same request should see it, such as the render
   * behind a proxy: with the cookies of this response, and what the client itself has sent beside
   * them. `undefined` where the response sets none. `sent` is the header to start from, if not the
   * request's own.
   */
  forwardedCookie(sent: HeaderValue = this.#request.header('cookie')): string | undefined {
    return forwardCookies(sent, this.#cookie.settings.name, (headers) => this.apply(headers))
  }

  #setCookie(): readonly string[] | undefined {
    const { cookieDue, token, stored } = this.life.state
    const { tokens } = this.#cookie
    if (cookieDue === 'delete') return [tokens.expire(0), ...this.#expireFrom(1)]
    if (cookieDue === 'keep' || token === null || !stored) return undefined
    const { endsAt, browserClose } = stored.meta
    const maxAge = browserClose ? null : Math.max(0, (endsAt - this.#env.clock()) / 1000)
    const lines = tokens.set(token, { maxAge })
    const stale = this.#expireFrom(lines.length)
    for (let index = 1; index < lines.length; index++) this.#extras?.add(index)
    return stale.length > 0 ? [...lines, ...stale] : lines
  }

  /** Deletes the cookies beside the first that the client has, or was about to get in this response, from this index on. */
  #expireFrom(index: number): string[] {
    const { tokens } = this.#cookie
    this.#extras ??= new Set(tokens.extras(this.#request.header('cookie')))
    return [...this.#extras].filter((extra) => extra >= index).map((extra) => tokens.expire(extra))
  }

  /** A prefetch or prerender is the browser's doing, not the user's (R127). */
  #isSpeculative(): boolean {
    const says = (name: 'sec-purpose' | 'purpose'): boolean =>
      String(this.#request.header(name) ?? '').includes('prefetch')
    return (
      says('sec-purpose') || says('purpose') || this.#request.header('next-router-prefetch') === '1'
    )
  }
}

function carrierOf(
  request: RequestHeaders,
  name: string,
  { texts, hadCookie }: ReadTokens,
  env: SessionEnvironment,
  headersSent: () => boolean,
  canRenew: () => boolean,
  visitor: VisitorCookie,
): Carrier {
  const tokens = texts.filter((text) => env.authority.isToken(text))
  return {
    visitor,
    tokens: tokens.length > maxTokens ? tokens.slice(0, maxTokens) : tokens,
    presentedBeside: () => presentedBeside(request.header('cookie'), name),
    hadCookie,
    canRenew,
    client: () => ({
      userAgent: [request.header('user-agent') ?? undefined].flat().join(' ') || undefined,
      ip: request.ip?.(),
    }),
    assertCookieCanBeSet: () => {
      if (!headersSent()) return
      throw new SessionReadOnlyError(
        'The response has begun, so its cookie can no longer be set. Sign in, sign out and begin sessions before the first byte.',
      )
    },
  }
}
