import { redisBackend } from '@sojourn/backend-redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { idOf, life, newText, type Pair, text, verbsOf } from './verbs.ts'

/** The plain commands of node-redis, and the backend on a client of its own. */
export async function nodeRedisPair(url: string): Promise<Pair> {
  const [raw, client] = [createClient({ url }), createClient({ url })]
  for (const each of [raw, client]) {
    each.on('error', () => {})
    await each.connect()
  }
  return {
    raw: {
      create: (number) => raw.set(keyOf(number), text, { NX: true, PX: life }),
      read: (number) => raw.get(keyOf(number)),
      update: (number) => raw.set(keyOf(number), newText, { XX: true, PX: life }),
      touch: (number) => raw.pExpire(keyOf(number), 2 * life),
      delete: (number) => raw.del(keyOf(number)),
    },
    backend: verbsOf(redisBackend({ client })),
    close: async () => {
      raw.destroy()
      client.destroy()
    },
  }
}

/** The plain commands of ioredis, and the backend on a client of its own. */
export function ioRedisPair(url: string): Pair {
  const [raw, client] = [new Redis(url), new Redis(url)]
  for (const each of [raw, client]) each.on('error', () => {})
  return {
    raw: {
      create: (number) => raw.set(keyOf(number), text, 'PX', life, 'NX'),
      read: (number) => raw.get(keyOf(number)),
      update: (number) => raw.set(keyOf(number), newText, 'PX', life, 'XX'),
      touch: (number) => raw.pexpire(keyOf(number), 2 * life),
      delete: (number) => raw.del(keyOf(number)),
    },
    backend: verbsOf(redisBackend({ client })),
    close: async () => {
      raw.disconnect()
      client.disconnect()
    },
  }
}

function keyOf(number: number): string {
  return `raw:${idOf(number)}`
}
