import {
  createSessions,
  type RequestHeaders,
  type ResponseHeaders,
  type Sessions,
  testSession,
} from '@sojourn/core'
import type { SampleData } from '../sample-data.ts'
import { fixedBackend } from './fixed-backend.ts'
import type { CaseId } from './titles.ts'

/** The work of one request, or of one unit to compare it with. */
export type Work = () => unknown

/** What is measured for sessions with this data, by case. A result that is a promise is awaited. */
export async function casesOf(data: SampleData): Promise<Record<CaseId, Work>> {
  const text = JSON.stringify(data)
  const sessions = createSessions<SampleData>({ backend: fixedBackend(), name: false })
  const cookie = await testSession(sessions, { userId: 'ada', data })
  const token = cookie.slice(cookie.indexOf('=') + 1)
  const request = requestWith(cookie)

  return {
    json: () => JSON.stringify(JSON.parse(text)),
    open: () => sessions.exchange(request, notYet),
    read: async () => (await sessions.open(token).load()).get('name'),
    write: async () => {
      const session = await sessions.open(token).load()
      session.set('count', session.get('count', 0) + 1)
      await session.save()
    },
    nested: async () => {
      const session = await sessions.open(token).load()
      const [line] = session.get('cart', [])
      if (line) line.quantity++
      await session.save()
    },
    'http-read': () => exchanged(sessions, request, false),
    'http-write': () => exchanged(sessions, request, true),
  }
}

/** A request as an adapter sees it: cookie in, changes saved, headers out. */
async function exchanged(
  sessions: Sessions<SampleData>,
  request: RequestHeaders,
  writes: boolean,
): Promise<ResponseHeaders> {
  const { exchange, session } = sessions.exchange(request, notYet)
  const loaded = await session.load()
  const count = loaded.get('count', 0)
  if (writes) loaded.set('count', count + 1)
  await exchange.commit(200)
  const headers = responseHeaders()
  exchange.apply(headers)
  return headers
}

function notYet(): boolean {
  return false
}

function requestWith(cookie: string): RequestHeaders {
  const header = `theme=dark; ${cookie}; _ga=GA1.1.1234567890.1234567890`
  return { header: (name) => (name === 'cookie' ? header : undefined) }
}

function responseHeaders(): ResponseHeaders {
  const headers = new Map<string, string | readonly string[]>()
  return {
    get: (name) => headers.get(name),
    set: (name, value) => void headers.set(name, value),
  }
}
