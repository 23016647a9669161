import {
  createSessions,
  type LazySession,
  type SessionEventName,
  type SessionStore,
  type Sessions,
  type SessionsOptions,
  type TokenBackend,
  webHeaders,
} from '@sojourn/core'
import { type CookieBackendOptions, cookieBackend } from '../src/index.ts'

export type Data = Record<string, unknown>

/** Two good secrets. */
export const newer = 'mB3sQmxXx1bYk0aJ8Zf7uV2wqk6T5r9cPdLhNeG4oKI'
export const older = 'Zr8yW1tUq5eNj3kPaX7cVb2mL9sDf6gHh0wQxTiRoEY'

export const minute = 60
export const hour = 3600
export const day = 86_400

/** Lifetimes that a session in its cookie has only if it asks for them. */
export const longLived = { sessions: { lifetime: { idle: '1d', absolute: '7d' } } } as const

const told = ['rejected', 'expired', 'unavailable', 'duplicate', 'suspected-theft'] as const

export interface World {
  readonly sessions: Sessions<Data>
  /** Moves the time. */
  readonly pass: (seconds: number) => void
  readonly now: () => number
  /** What was not accepted, and why. */
  readonly told: string[]
  /** The session of a token, loaded. */
  readonly load: (token: string | null) => Promise<SessionStore<Data>>
  /** The token of a new session that holds this. */
  readonly tokenOf: (data: Data, userId?: string) => Promise<string>
}

export interface WorldOptions extends Partial<CookieBackendOptions> {
  readonly sessions?: Partial<SessionsOptions<Data>>
  /** Instead of one from the other options. */
  readonly backend?: TokenBackend
}

/** Sessions in cookies, with a clock of their own. */
export function world({ sessions: options, backend, ...own }: WorldOptions = {}): World {
  let time = 1_800_000_000_000
  const sessions = createSessions<Data>({
    backend: backend ?? cookieBackend({ secrets: newer, ...own }),
    name: false,
    clock: () => time,
    ...options,
  })
  const events: string[] = []
  for (const name of told) sessions.on(name, (event) => events.push(eventText(name, event)))
  return {
    sessions,
    told: events,
    now: () => time,
    pass: (seconds) => {
      time += seconds * 1000
    },
    load: (token) => sessions.open(token ?? undefined).load(),
    tokenOf: async (data, userId) => {
      const session = await sessions.open().load()
      session.update(data)
      const keep = Object.keys(data)
      if (userId === undefined) await session.create()
      else await session.authenticate(userId, { keep })
      return String(session.sessionKey)
    },
  }
}

function eventText(name: SessionEventName, event: object): string {
  const reason: unknown = Reflect.get(event, 'reason')
  return reason === undefined ? name : `${name} ${reason}`
}

// These two stand in the tests of core as well. What both could import would need core, whose tests
// would then need it.

/** The code of the error that a promise is rejected with; fails when it is not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
  throw new Error('It was not rejected.')
}

export interface Outcome {
  readonly code: string | null
  readonly setCookies: readonly string[]
  readonly headers: Headers
}

/** One request with this `Cookie` header, from its arrival to its response. */
export async function request(
  { sessions }: World,
  cookie: string,
  handle: (session: LazySession<Data>) => Promise<unknown>,
): Promise<Outcome> {
  const header = (name: string): string | undefined => (name === 'cookie' ? cookie : undefined)
  const { exchange, session } = sessions.exchange({ header }, () => false)
  let code: string | null = null
  try {
    await handle(session)
    await exchange.commit(200)
  } catch (error) {
    code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
  const headers = new Headers()
  exchange.apply(webHeaders(headers))
  return { code, setCookies: headers.getSetCookie(), headers }
}

/** A browser's jar: what it holds, and what responses do to it. */
export class Jar {
  readonly #cookies = new Map<string, string>()

  keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split('; ')
      const at = pair.indexOf('=')
      if (attributes.includes('Max-Age=0')) this.#cookies.delete(pair.slice(0, at))
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }

  set(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  get names(): string[] {
    return [...this.#cookies.keys()]
  }

  get(name: string): string {
    return this.#cookies.get(name) ?? ''
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}
