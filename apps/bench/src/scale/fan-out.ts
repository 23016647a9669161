import { redisBackend } from '@sojourn/backend-redis'
import { createSessions, testSession } from '@sojourn/core'
import { Redis } from 'ioredis'
import { type SampleData, sampleData } from '../sample-data.ts'
import { redisMeter } from './redis-meter.ts'

/** What a write costs a Redis while so many processes listen. */
export interface FanOut {
  readonly listeners: number
  /** Processor time of the server in microseconds. */
  readonly cpu: number
  /** Bytes that the server sends, to whomever. */
  readonly sent: number
}

const listenerCounts = [0, 10, 100] as const
const writes = 3000

/** Lets real listeners be told of real writes. */
export async function fanOut(url: string): Promise<readonly FanOut[]> {
  const client = new Redis(url)
  const backend = redisBackend({ client })
  const sessions = createSessions<SampleData>({ backend, name: false, cache: false })
  const cookie = await testSession(sessions, { data: sampleData(300) })
  const token = cookie.slice(cookie.indexOf('=') + 1)
  const write = async (): Promise<void> => {
    const session = await sessions.open(token).load()
    session.set('count', session.get('count', 0) + 1)
    await session.save()
  }
  // Where it tells of changes is asked of the server, while it does.
  const watch = await backend.watch(() => {})
  const channels = (await client.pubsub('CHANNELS', '*')).map(String)
  const channel = channels.find((name) => name.endsWith('changes'))
  await watch.close()
  if (channel === undefined) throw new Error('Nobody listens to changes.')

  const listeners: Redis[] = []
  const meter = redisMeter(url)
  const found: FanOut[] = []
  for (const count of listenerCounts) {
    while (listeners.length < count) {
      const listener = new Redis(url)
      listeners.push(listener)
      await listener.subscribe(channel)
    }
    for (let i = 0; i < writes / 10; i++) await write()
    const [cpu, sent] = [await meter.cpu(), await meter.traffic()]
    for (let i = 0; i < writes; i++) await write()
    found.push({
      listeners: count,
      cpu: ((await meter.cpu()) - cpu) / writes,
      sent: ((await meter.traffic()) - sent) / writes,
    })
  }
  await sessions.close()
  await Promise.all([client, ...listeners].map((each) => each.quit()))
  return found
}
