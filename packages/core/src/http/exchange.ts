import type { VisitorCookie, VisitorCookies } from '../csrf/visitor-cookie.ts'
import { SessionReadOnlyError } from '../errors.ts'
import type { Carrier, OpenOptions, SessionEnvironment } from '../session/environment.ts'
import { Lifecycle } from '../session/lifecycle.ts'
import type { CookieSettings } from './cookie-options.ts'
import { readCookie } from './parse-cookies.ts'
import { applySessionHeaders, type ResponseHeaders } from './response-headers.ts'
import type { CookieWriter } from './write-cookie.ts'

/** How many session cookies of one request are looked at (R86). */
const maxTokens = 4

/** What an exchange needs to see of a request. Names are in lower case. */
export interface RequestHeaders {
  header(
    name: 'cookie' | 'user-agent' | 'sec-purpose' | 'purpose' | 'next-router-prefetch',
  ): HeaderValue
  /** The client's address, behind proxies that the framework trusts. */
  readonly ip?: () => string | undefined
}

export type HeaderValue = string | readonly string[] | null | undefined

/** The cookie's settings, and the writer made from them. */
export interface SessionCookie {
  readonly settings: CookieSettings
  readonly writer: CookieWriter
  /** The cookie of visitors without a session. */
  readonly visitors: VisitorCookies
}

/**
 * One request and its response, as one session sees them: the tokens in, the commit decision, and
 * the headers out. An adapter calls `commit` before the first byte, and `apply` right after it.
 */
export class Exchange {
  readonly life: Lifecycle
  readonly #env: SessionEnvironment
  readonly #cookie: SessionCookie
  readonly #request: RequestHeaders
  readonly #visitor: VisitorCookie
  /** Whether the response is a failure, which saves no changes. */
  #discards = false

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
    const canRenew = (): boolean => !headersSent() && !this.#discards && !this.#isSpeculative()
    this.#visitor = cookie.visitors.of(request.header('cookie'))
    const visitor = this.#visitor
    const carrier = carrierOf(request, cookie.settings.name, env, headersSent, canRenew, visitor)
    if (carrier.hadCookie && carrier.tokens.length === 0 && options.warnings !== false) {
      env.events.emit('rejected', { id: null, reason: 'malformed' })
    }
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

  #setCookie(): string | undefined {
    const { cookieDue, token, stored } = this.life.state
    const { writer } = this.#cookie
    if (cookieDue === 'delete') return writer.expire()
    if (cookieDue === 'keep' || token === null || !stored) return undefined
    const { endsAt, browserClose } = stored.meta
    const maxAge = browserClose ? null : Math.max(0, (endsAt - this.#env.clock()) / 1000)
    return writer.set(token, { maxAge })
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
  env: SessionEnvironment,
  headersSent: () => boolean,
  canRenew: () => boolean,
  visitor: VisitorCookie,
): Carrier {
  const values = readCookie(request.header('cookie'), name)
  const distinct = values.length > 1 ? [...new Set(values)] : values
  const tokens = distinct.filter((value) => env.authority.isToken(value))
  return {
    visitor,
    tokens: tokens.length > maxTokens ? tokens.slice(0, maxTokens) : tokens,
    hadCookie: values.length > 0,
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
