import { Accounts } from './accounts/accounts.ts'
import { describeDevice } from './accounts/device.ts'
import type { SessionInfo } from './accounts/session-info.ts'
import { type SessionNews, Subscriptions } from './accounts/subscriptions.ts'
import type { Problem, SessionBackend } from './backend.ts'
import { BackendAuthority } from './connector/backend-authority.ts'
import { BackendCalls } from './connector/backend-calls.ts'
import type { ConnectorContext } from './connector/context.ts'
import { InFlight } from './connector/in-flight.ts'
import { register, registered, unregister } from './connector/registry.ts'
import { SessionConnector } from './connector/session-connector.ts'
import { Csrf } from './csrf/csrf.ts'
import { VisitorCookies } from './csrf/visitor-cookie.ts'
import { ConfigurationError } from './errors.ts'
import { SessionEmitter, type SessionEventName, type SessionListener } from './events.ts'
import { Exchange, type RequestHeaders, type SessionCookie } from './http/exchange.ts'
import { cookieWriter } from './http/write-cookie.ts'
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
import { secretHasher } from './tokens/secret-hash.ts'

/** How long `close` waits for work that has begun, in deadlines. */
const closeDeadlines = 4

/** All sessions of one application: what `createSessions` returns, and what every adapter takes. */
export class Sessions<T extends object> {
  /** The face of storage, addressed by token. */
  readonly connector: SessionConnector
  /** The client's cookie: its settings, and the writer of its header. For adapters. */
  readonly cookie: SessionCookie
  /** Tokens against cross-site request forgery. */
  readonly csrf: Csrf<T>
  /** What these sessions were made with, for comparison under one name. */
  readonly settings: ReadonlyMap<string, unknown>
  readonly #name: string | false
  readonly #backend: SessionBackend
  readonly #env: SessionEnvironment
  readonly #inFlight: InFlight
  readonly #deadline: number
  readonly #byToken: ByToken
  readonly #subscriptions: Subscriptions
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
    const { backend } = options
    const calls = new BackendCalls(backend, clock, events, deadline)
    const inFlight = new InFlight()
    const authority = new BackendAuthority(calls, context, inFlight)
    const conform = options.schema ? conformTo(options.schema) : null
    this.connector = new SessionConnector({ backend, authority, calls, context, inFlight })
    this.cookie = {
      settings: settings.cookie,
      writer: cookieWriter(settings.cookie),
      visitors: new VisitorCookies(settings.cookie),
    }
    this.csrf = new Csrf(context.hashSecret, lifeOf)
    this.settings = comparable(options, settings)
    this.#name = settings.name
    this.#backend = backend
    const accounts = new Accounts(backend, calls, context)
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
    this.#subscriptions = new Subscriptions(backend, calls, context)
    this.#inFlight = inFlight
    this.#deadline = deadline
    this.#byToken = {
      exists: async (token, fresh) =>
        (await authority.find(token, { arrivedAt: clock(), fresh, quiet: true })).live,
      destroy: async (token) => void (await this.connector.deleteSession(token)),
    }
    inUse.set(backend, (inUse.get(backend) ?? 0) + 1)
  }

  /** The session that a token opens, or a new one. Nothing is read before its `load`. */
  open(token?: string, options: OpenOptions = {}): LazySession<T> {
    const tokens = token === undefined ? [] : [token]
    const life = new Lifecycle(
      this.#env,
      { tokens, hadCookie: false, canRenew: () => true },
      options,
    )
    return this.#session(life)
  }

  /** One request's exchange, for adapters. `headersSent` tells whether the response's headers have left. */
  exchange(
    request: RequestHeaders,
    headersSent: () => boolean,
    options: OpenOptions = {},
  ): { readonly exchange: Exchange; readonly session: LazySession<T> } {
    const exchange = new Exchange(this.#env, this.cookie, request, headersSent, options)
    return { exchange, session: this.#session(exchange.life) }
  }

  /** Calls `listener` at every such event, until the returned function is called. */
  on<N extends SessionEventName>(name: N, listener: SessionListener<N>): () => void {
    return this.#env.events.on(name, listener)
  }

  /** Every live session of a user, in no order, for a list of "your devices". Never a token. */
  listForUser(userId: string): AsyncIterable<SessionInfo> {
    return this.#env.accounts.list(userId)
  }

  /** Ends one session by its public id, if it is this user's. `false` if there is no such session. */
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
   * now and then, such as every hour: requests do not wait for it.
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
    await this.#backend.migrate?.()
  }

  /** What is wrong with the backend's storage, and how to mend it; empty when nothing is. */
  async check(): Promise<Problem[]> {
    return (await this.#backend.check?.()) ?? []
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
    await this.#subscriptions.close()
    await this.#inFlight.close(closeDeadlines * this.#deadline)
    const others = (inUse.get(this.#backend) ?? 1) - 1
    inUse.set(this.#backend, others)
    if (others === 0) await this.#backend.close()
  }

  #session(life: Lifecycle): Session<T> {
    return new Session<T>(life, this.#env, this.#byToken)
  }
}

function lifeOf(session: object): Lifecycle {
  const life = Session.lifeOf(session)
  if (life) return life
  throw new ConfigurationError(
    'This is no session of Sojourn. Pass the session that the adapter gave.',
  )
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
