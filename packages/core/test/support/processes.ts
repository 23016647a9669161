import {
  createSessions,
  type SessionEvents,
  type SessionStore,
  type Sessions,
  type SessionsOptions,
} from '@sojourn/core'
import type { Data } from './setup.ts'
import { SharedStore, WatchedBackend } from './watched-backend.ts'

/** One process of an application: its sessions, and its own way to the store. */
export interface Process {
  readonly sessions: Sessions<Data>
  readonly backend: WatchedBackend
  readonly cacheEvents: SessionEvents['cache'][]
  load(token: string | null): Promise<SessionStore<Data>>
  /** How many calls to the backend `work` makes. */
  calls(work: () => Promise<unknown>): Promise<number>
}

/** Two processes of one application on one store that tells of changes, with a clock that both share. */
export interface Processes {
  readonly a: Process
  readonly b: Process
  readonly store: SharedStore
  pass(seconds: number): void
  /** A session stored by `a`, which `b` has loaded: its token. */
  shared(data?: Partial<Data>): Promise<string>
}

export async function processes(
  options: Partial<SessionsOptions<Data>> = {},
  echoes = false,
): Promise<Processes> {
  let time = 1_800_000_000_000
  const store = new SharedStore()
  const make = (): Process => {
    const backend = new WatchedBackend(store)
    backend.echoes = echoes
    const sessions = createSessions<Data>({
      backend,
      name: false,
      clock: () => time,
      // A machine that is busy must not age what a test has just cached.
      cache: { maxStaleness: 60 },
      ...options,
      lifetime: { renewal: false, ...options.lifetime },
    })
    const cacheEvents: SessionEvents['cache'][] = []
    sessions.on('cache', (event) => cacheEvents.push(event))
    return {
      sessions,
      backend,
      cacheEvents,
      load: (token) => sessions.open(token ?? undefined).load(),
      async calls(work) {
        const before = backend.calls.length
        await work()
        return backend.calls.length - before
      },
    }
  }
  const [a, b] = [make(), make()]
  const shared = async (data: Partial<Data> = { a: 1 }): Promise<string> => {
    const session = await a.load(null)
    session.update(data)
    await session.create()
    const token = session.sessionKey ?? ''
    for (const one of [a, b]) await one.load(token)
    return token
  }
  // The watch begins with the first load.
  await shared()
  return {
    a,
    b,
    store,
    shared,
    pass: (seconds) => {
      time += seconds * 1000
    },
  }
}
