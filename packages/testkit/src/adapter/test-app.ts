import {
  type CookieOptions,
  createSessions,
  type LifetimeOptions,
  type SessionBackend,
  type Sessions,
  type TokenBackend,
} from '@sojourn/core'
import { TestTime } from '../backend/test-time.ts'
import type { RunningServer, StartServer, TestData } from './adapter-server.ts'
import { text } from './answers.ts'
import { Browser } from './browser.ts'
import type { ClientResponse } from './client-response.ts'
import { ControlledBackend, type Need } from './controlled-backend.ts'
import { type HttpClient, httpClient } from './http-client.ts'
import { RawClient } from './raw-client.ts'
import { commonRoutes, type Handler } from './routes.ts'

/** How the sessions of one test differ from the defaults. */
export interface TestSettings {
  /** What has to be so for the test to say anything. Default: nothing. */
  readonly needs?: Need
  readonly cookie?: CookieOptions
  readonly lifetime?: LifetimeOptions
}

/** A server that is running, with everything that a test needs to visit, watch and disturb it. */
export class TestApp {
  readonly sessions: Sessions<TestData>
  readonly time: TestTime = new TestTime()
  readonly store: ControlledBackend
  readonly #routes: Map<string, Handler> = new Map(commonRoutes)
  readonly #raw: RawClient[] = []
  #server: RunningServer | undefined
  #client: HttpClient | undefined

  constructor(backend: SessionBackend | TokenBackend, { cookie, lifetime }: TestSettings) {
    this.store = new ControlledBackend(backend)
    // Those of a server backend, which the tests count on.
    const sameForAll = this.store.kind !== 'server' ? ({ idle: '1d', absolute: '7d' } as const) : {}
    this.sessions = createSessions<TestData>({
      ...(cookie && { cookie }),
      lifetime: { ...sameForAll, ...lifetime },
      backend: this.store.backend,
      clock: () => this.time.now,
      // Tests hold calls up for as long as it takes.
      deadline: 60_000,
      // Calls are counted: a store that tells of changes would be asked less, as soon as it is known to.
      cache: false,
      name: false,
    })
  }

  async start(startServer: StartServer): Promise<void> {
    this.#server = await startServer({
      sessions: this.sessions,
      handle: async (session, request) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
        const route = this.#routes.get(pathname)
        return route ? route(session, searchParams, request) : text('', { status: 404 })
      },
    })
    this.#client = httpClient(this.#server)
  }

  /** The server speaks HTTP/2 only. */
  get isHttp2(): boolean {
    return this.#running(this.#server).http2 === true
  }

  /** A response's `Vary` without what the framework puts there by itself. */
  varyOf(response: ClientResponse): string | undefined {
    const own = this.#running(this.#server).vary ?? []
    const names = (response.header('vary') ?? '').split(', ')
    const rest = names.filter((name) => name !== '' && !own.includes(name.toLowerCase()))
    return rest.length === 0 ? undefined : rest.join(', ')
  }

  /** Adds a route, or replaces one. */
  on(path: string, handler: Handler): void {
    this.#routes.set(path, handler)
  }

  /** A visitor without cookies. */
  browser(): Browser {
    return new Browser(this.#running(this.#client))
  }

  /** A visitor who has signed in. Calls made for that are not counted. */
  async signedIn(user = 'ada'): Promise<Browser> {
    const browser = this.browser()
    await browser.get(`/sign-in?user=${user}`)
    this.store.forget()
    return browser
  }

  /** A connection for bytes as they are. HTTP/1.1 only. */
  raw(): RawClient {
    const client = new RawClient(this.#running(this.#server).origin)
    this.#raw.push(client)
    return client
  }

  /**
   * Whether something is still to come after other requests have gone all the way round: in that
   * time, what was about to arrive would have arrived.
   */
  async isPending(arrival: Promise<unknown>): Promise<boolean> {
    let pending = true
    const settled = (): void => {
      pending = false
    }
    arrival.then(settled, settled)
    for (let round = 0; round < 3; round++) await this.browser().get('/untouched')
    return pending
  }

  async close(): Promise<void> {
    for (const client of this.#raw) client.close()
    await this.#client?.close()
    await this.#server?.close()
    this.store.mend()
    await this.sessions.close()
  }

  #running<T>(part: T | undefined): T {
    if (part === undefined) throw new Error('The server has not started.')
    return part
  }
}
