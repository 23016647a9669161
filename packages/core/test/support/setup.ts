import {
  createSessions,
  type SessionEventName,
  type SessionEvents,
  type SessionStore,
  type Sessions,
  type SessionsOptions,
} from '@sojourn/core'
import { MapBackend } from './map-backend.ts'

export interface Data {
  a: number
  b: string
  cart: { name: string; count: number }[]
  [key: `k${number}`]: number
}

const names = [
  'created',
  'loaded',
  'saved',
  'renewed',
  'authenticated',
  'destroyed',
  'expired',
  'rejected',
  'conflict',
  'unavailable',
  'duplicate',
  'suspected-theft',
  'device-changed',
] as const satisfies SessionEventName[]

export interface Setup {
  readonly sessions: Sessions<Data>
  readonly backend: MapBackend
  /** Moves the time. */
  readonly pass: (seconds: number) => void
  readonly now: () => number
  /** Every event so far, in order. */
  readonly events: { name: SessionEventName; event: SessionEvents[SessionEventName] }[]
  /** A stored session with this data, as another request would load it. */
  readonly stored: (data?: Partial<Data>) => Promise<SessionStore<Data>>
  /** The session of a token, loaded. */
  readonly load: (token: string | null) => Promise<SessionStore<Data>>
}

/** Sessions on a fresh store, with a clock of their own. */
export function setup(options: Partial<SessionsOptions<Data>> = {}): Setup {
  let time = 1_800_000_000_000
  const backend = new MapBackend()
  // Renewal has tests of its own; elsewhere it would only add calls.
  const lifetime = { renewal: false, ...options.lifetime } as const
  const defaults = { backend, name: false, clock: () => time } as const
  const sessions = createSessions<Data>({ ...defaults, ...options, lifetime })
  const events: Setup['events'] = []
  for (const name of names) sessions.on(name, (event) => events.push({ name, event }))
  const load = (token: string | null): Promise<SessionStore<Data>> =>
    sessions.open(token ?? undefined).load()
  return {
    sessions,
    backend,
    events,
    load,
    now: () => time,
    pass: (seconds) => {
      time += seconds * 1000
    },
    stored: async (data = { a: 1 }) => {
      const session = await sessions.open().load()
      session.update(data)
      await session.create()
      return load(session.sessionKey)
    },
  }
}

export const minute = 60
export const hour = 3600
export const day = 86_400

/** The code of the error that a promise is rejected with; fails when it is not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
  throw new Error('It was not rejected.')
}

export async function collect<V>(values: AsyncIterable<V>): Promise<V[]> {
  const all: V[] = []
  for await (const value of values) all.push(value)
  return all
}
