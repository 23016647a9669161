import { createSessions, type SessionBackend, type Sessions, testSession } from '@sojourn/core'
import { type SampleData, sampleData } from '../sample-data.ts'
import { concurrently } from './concurrently.ts'

/** What one session takes at a server, and what one request costs it. */
export interface StoreInputs {
  /** Bytes of a session that is signed in, everything that belongs to it included. */
  readonly session: number
  /** Processor time of the server in microseconds: of a read, and of a read, a change and a save. */
  readonly read: number
  readonly write: number
  /** Bytes to and from the server, of the same. */
  readonly readBytes: number
  readonly writeBytes: number
}

/** What is asked of a server about itself, each since its start. */
export interface Meter {
  /** Bytes that it holds. */
  held(): Promise<number>
  /** Processor time in microseconds. */
  cpu(): Promise<number>
  /** Bytes to and from its clients. `NaN` where it does not count them. */
  traffic(): Promise<number>
}

const sessionCount = 10_000
const requests = 10_000

/** Stores sessions, each signed in as somebody else, reads and changes them, and asks the server what it took. */
export async function storeInputs(backend: SessionBackend, meter: Meter): Promise<StoreInputs> {
  const sessions = createSessions<SampleData>({ backend, name: false, cache: false })
  await sessions.migrate()
  const tokens: string[] = []
  const before = await meter.held()
  await concurrently(sessionCount, async (i) => {
    tokens.push(await signedIn(sessions, `visitor-${i}`))
  })
  const session = ((await meter.held()) - before) / sessionCount

  const open = (i: number) => sessions.open(tokens[(i * 7919) % sessionCount]).load()
  const read = await cost(meter, open)
  const write = await cost(meter, async (i) => {
    const loaded = await open(i)
    loaded.set('count', loaded.get('count', 0) + 1)
    await loaded.save()
  })
  await sessions.close()
  return {
    session,
    read: read.cpu,
    write: write.cpu,
    readBytes: read.traffic,
    writeBytes: write.traffic,
  }
}

async function signedIn(sessions: Sessions<SampleData>, userId: string): Promise<string> {
  const cookie = await testSession(sessions, { userId, data: sampleData(300, userId) })
  return cookie.slice(cookie.indexOf('=') + 1)
}

async function cost(
  meter: Meter,
  work: (i: number) => Promise<unknown>,
): Promise<{ cpu: number; traffic: number }> {
  // The server's code, plans and caches get hot.
  await concurrently(requests / 4, work)
  const [cpu, traffic] = [await meter.cpu(), await meter.traffic()]
  await concurrently(requests, work)
  return {
    cpu: ((await meter.cpu()) - cpu) / requests,
    traffic: ((await meter.traffic()) - traffic) / requests,
  }
}
