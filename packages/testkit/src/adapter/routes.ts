import type { LazySession, SessionStore } from '@sojourn/core'
import type { AdapterAnswer, AdapterRequest, TestData } from './adapter-server.ts'
import { stream, text } from './answers.ts'
import { Meeting } from './gate.ts'

/** The session of a request, opened when it is called. */
export type OpenSession = () => LazySession<TestData>

/** What a route does. `query` holds the parameters of its URL. */
export type Handler = (
  session: OpenSession,
  query: URLSearchParams,
  request: AdapterRequest,
) => AdapterAnswer | Promise<AdapterAnswer>

/** What many tests need. A test adds what it needs alone. */
export const commonRoutes: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['/untouched', () => text('untouched')],
  [
    '/load',
    async (session) => {
      await session().load()
      return text('loaded')
    },
  ],
  [
    // What the session holds, as JSON.
    '/look',
    async (session) => {
      const loaded = await session().load()
      return text(JSON.stringify({ user: loaded.userId, data: loaded.toObject() }))
    },
  ],
  [
    // Sets each parameter of the query, after a load.
    '/set',
    async (session, query) => {
      const loaded = await session().load()
      for (const [key, value] of query) loaded.set(key, value)
      return text('set')
    },
  ],
  [
    // The same without a load.
    '/set-unloaded',
    (session, query) => {
      for (const [key, value] of query) session().set(key, value)
      return text('set')
    },
  ],
  [
    // Counts in `count`, without a load.
    '/count',
    (session) => {
      session().change('count', (count) => (typeof count === 'number' ? count + 1 : 1))
      return text('counted')
    },
  ],
  [
    '/sign-in',
    async (session, query) => {
      await session().authenticate(query.get('user') ?? '')
      return text('welcome')
    },
  ],
  [
    '/sign-out',
    async (session) => {
      await session().signOut()
      return text('bye')
    },
  ],
])

/** Sets each parameter of the query, when as many requests as this have loaded the session. */
export function setTogether(requests: number): Handler {
  const meeting = new Meeting(requests)
  return async (session, query) => {
    const loaded = await session().load()
    await meeting.attend()
    for (const [key, value] of query) loaded.set(key, value)
    return text('')
  }
}

/** Streams `begun ended`, and does something with the session, loaded before, between the two. */
export function whileStreaming(work: (session: SessionStore<TestData>) => unknown): Handler {
  return async (session) => {
    const loaded = await session().load()
    return stream(
      (async function* () {
        yield 'begun '
        await work(loaded)
        yield 'ended'
      })(),
    )
  }
}
