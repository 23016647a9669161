import { Accounts } from './accounts/accounts.ts'
import { describeDevice } from './accounts/device.ts'
import type { SessionInfo } from './accounts/session-info.ts'
import { type SessionNews, Subscriptions } from './accounts/subscriptions.ts'
import type { Problem, SessionBackend } from './backend.ts'
import type { ChangeFeed } from './cache/change-feed.ts'
import { authorityOver } from './connector/authority-over.ts'
import type { ConnectorContext } from './connector/context.ts'
import { InFlight } from './connector/in-flight.ts'
import { register, registered, unregister } from './connector/registry.ts'
import { SessionConnector } from './connector/session-connector.ts'
import { Csrf } from './csrf/csrf.ts'
import { VisitorCookies } from './csrf/visitor-cookie.ts'
import { ConfigurationError } from './errors.ts'
import { SessionEmitter, type SessionEventName, type SessionListener } from './events.ts'
import { Exchange, type RequestHeaders, type SessionCookie } from './http/exchange.ts'
import { TokenCookies } from './http/token-cookies.ts'
import type { OpenOptions, SessionEnvironment } from './session/environment.ts'
import { Lifecycle } from './session/lifecycle.ts'
import { conformTo } from './session/schema.ts'
import { type ByToken, Session } from './session/session.ts'
import type { LazySession } from './session/types.ts'
import {
  comparable,
  resolveOptions,
  type SessionsOptions,
  type SessionsSettings,
} from './sessions-options.ts'
import { isTokenBackend, type TokenBackend } from './token-backend.ts'
import { secretHasher } from './tokens/secret-hash.ts'

/** How long `close` waits for work that has begun, in deadlines. */
const closeDeadlines = 4

/** All sessions of one application: what `createSessions` returns, and what every adapter takes. */
export class Sessions<T extends object> {
  /** The face of storage, addressed by token. */
  readonly connector: SessionConnector
  /** The client's cookie: its settings, and how its headers are read and written. For adapters. */
  readonly cookie: SessionCookie
  /** Tokens against cross-site request forgery. */
  readonly csrf: Csrf<T>
  /** What these sessions were made with, for comparison under one name. */
  readonly settings: ReadonlyMap<string, unknown>
  readonly #name: string | false
  /** `null`: none, sessions are in their tokens alone. */
  readonly #backend: SessionBackend | null
  readonly #feed: ChangeFeed | null
  readonly #env: SessionEnvironment
  readonly #inFlight: InFlight
  readonly #deadline: number
  readonly #byToken: ByToken
  readonly #subscriptions: Subscriptions
  readonly #stopFaults: (() => void) | undefined
  #closing: Promise<void> | null = null

  constructor(options: SessionsOptions<T>, settings: SessionsSettings) {
    const { clock, lifetime, deadline, maxBytes } = settings
    const events = new SessionEmitter()
    const context: ConnectorContext = {
      clock,
      events,
      lifetime,
      deadline,
      limits: { maxBytes },
      maxSessions: settings.maxSessions,
      hashSecret: secretHasher(settings.namespace),
    }
    const inFlight = new InFlight()
    const scope = { namespace: settings.namespace, cookieName: settings.cookie.name }
    const tokens = new TokenCookies(settings.cookie, chunksOf(options.backend))
    const { authority, backend, store, feed, cache } = authorityOver(options.backend, {
      scope,
      longest: tokens.room,
      cache: settings.cache,
      context,
      inFlight,
    })
    const conform = options.schema ? conformTo(options.schema) : null
    this.connector = new SessionConnector({
      backend,
      authority,
      store,
      context,
      inFlight,
      cache: cache?.statistics ?? null,
    })
    this.cookie = {
      settings: settings.cookie,
      tokens,
      visitors: new VisitorCookies(settings.cookie),
    }
    this.csrf = new Csrf(context.hashSecret, lifeOf)
    this.settings = comparable(options, settings)
    this.#name = settings.name
    this.#backend = backend
    this.#feed = feed
    const accounts = new Accounts(store, context)
    this.#env = {
      authority,
      clock,
      events,
      lifetime,
      limits: context.limits,
      conform,
      accounts,
      limited: settings.maxSessions !== null,
      deviceBinding: settings.deviceBinding,
      describe: (client) => describeDevice(client, settings.deviceIp, context.hashSecret),
    }
    this.#subscriptions = new Subscriptions(store, feed, context)
    this.#inFlight = inFlight
    this.#deadline = deadline
    this.#byToken = {
      // A token alone says nothing about whether its session exists anywhere (Django's signed_cookies).
      exists: async (token, fresh) =>
        backend !== null &&
        (await authority.find(token, { arrivedAt: clock(), fresh, uncached: true, quiet: true }))
          .live,
      destroy: async (token) => void (await this.connector.deleteSession(token)),
    }
    this.#stopFaults = backend?.onFault?.((fault) => events.emit('unavailable', fault))
    if (backend) inUse.set(backend, (inUse.get(backend) ?? 0) + 1)
  }

  /** The session that a token opens, or a new one. Nothing is read before its `load`. */
  open(token?: string, options: OpenOptions = {}): LazySession<T> {
    const tokens = token === undefined ? [] : [token]
    const life = new Lifecycle(this.#env, { tokens, hadCookie: false, canRenew: always }, options)
    return this.#session(life)
  }

  /** One request's `exchange` and its `session`, for adapters. `headersSent` tells whether the response's headers have left. */
  exchange(
    request: RequestHeaders,
    headersSent: () => boolean,
    options: OpenOptions = {},
  ): { readonly exchange: Exchange; readonly session: LazySession<T> } {
    const exchange = new Exchange(this.#env, this.cookie, request, headersSent, options)
    return { exchange, session: this.#session(exchange.life) }
  }

  /**
   * The same session once more, as an object of its own, not loaded: for one message of a socket, so
   * that messages at the same time keep their changes apart. `session` is the handshake's, loaded. What
   * its token opened stays open while the session lives and its token is not replaced by a sign-in or
   * `cycleKey`, however often it is renewed meanwhile.
   */
  again(session: LazySession<T>): LazySession<T> {
    return this.#session(lifeOf(session).again())
  }

  /**
   * Calls `listener` at every such event, until the returned function is called. The same object is
   * published on the channel `sojourn:<event>` of `node:diagnostics_channel`, for all sessions of the
   * process. A listener that throws changes nothing.
   */
  on<N extends SessionEventName>(name: N, listener: SessionListener<N>): () => void {
    return this.#env.events.on(name, listener)
  }

  /** Every live session of a user, in no order, for a list of "your devices". Never a token. */
  listForUser(userId: string): AsyncIterable<SessionInfo> {
    return this.#env.accounts.list(userId)
  }

  /** Ends one session by its public id, if it is of the user `userId`. `false` if there is no such session. */
  revoke(id: string, { userId }: { readonly userId: string }): Promise<boolean> {
    return this.#env.accounts.revoke(id, userId)
  }

  /**
   * Ends every session of a user, save the one with the id `except`. How many. After it resolves no
   * token issued before is alive, also where a sign-in was under way (ASVS 5.0, 7.4.2).
   */
  revokeForUser(userId: string, options: { readonly except?: string } = {}): Promise<number> {
    return this.#env.accounts.revokeForUser(userId, options.except)
  }

  /** Ends every session of these. (ASVS 5.0, 7.4.5) */
  revokeAll(): Promise<void> {
    return this.#env.accounts.revokeAll()
  }

  /**
   * Tells what becomes of a session, for sockets and other long-lived connections, until `'ended'` or
   * until the returned function is called. At once where the backend tells of changes or this process
   * makes them, else within five seconds.
   */
  subscribe(id: string, listener: (news: SessionNews) => void): () => void {
    return this.#subscriptions.add(id, listener)
  }

  /**
   * Removes expired records in batches. Returns how many; 0 where the store does so by itself. Run it
   * now and then, such as every hour: requests do not wait for it. `signal` ends it after the batch under
   * way; `onProgress` gets the number so far.
   */
  clearExpired(
    options: {
      readonly signal?: AbortSignal
      readonly onProgress?: (deleted: number) => void
    } = {},
  ): Promise<number> {
    return this.connector.clearExpired(options)
  }

  /** Creates or upgrades the backend's storage. Safe to run from many processes at once. */
  async migrate(): Promise<void> {
    await this.#backend?.migrate?.()
  }

  /** What is wrong with the backend's storage, and how to mend it; empty when nothing is. */
  async check(): Promise<Problem[]> {
    return (await this.#backend?.check?.()) ?? []
  }

  /**
   * Waits for the work that has begun (at most four deadlines), refuses more, frees the name, and
   * closes what the backend opened itself, once no other sessions use it. Idempotent.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    if (this.#name !== false) unregister(this.#name, this)
    this.#subscriptions.close()
    await this.#inFlight.close(closeDeadlines * this.#deadline)
    await this.#feed?.close()
    this.#stopFaults?.()
    const backend = this.#backend
    if (!backend) return
    const others = (inUse.get(backend) ?? 1) - 1
    inUse.set(backend, others)
    if (others === 0) await backend.close()
  }

  #session(life: Lifecycle): Session<T> {
    return new Session<T>(life, this.#env, this.#byToken)
  }
}

function chunksOf(backend: SessionBackend | TokenBackend): number | null {
  return isTokenBackend(backend) ? backend.chunks : null
}

function lifeOf(session: object): Lifecycle {
  const life = Session.lifeOf(session)
  if (life) return life
  throw new ConfigurationError(
    'This is no session of Sojourn. Pass the session that the adapter gave.',
  )
}

function always(): boolean {
  return true
}

/** How many open sessions use a backend. */
const inUse = new WeakMap<SessionBackend, number>()

/**
 * Makes the sessions of an application. Called again under the same `name` with the same settings,
 * it returns the first ones; with other settings it throws `SessionConnectorError`, save in
 * development (`NODE_ENV=development`), where the new settings replace the old.
 */
export function createSessions<T extends object = Record<string, unknown>>(
  options: SessionsOptions<T>,
): Sessions<T> {
  const settings = resolveOptions(options)
  if (settings.name === false) return new Sessions(options, settings)
  const known = registered<Sessions<T>>(settings.name, comparable(options, settings))
  if (known) return known
  const sessions = new Sessions(options, settings)
  register(settings.name, sessions)
  return sessions
}
