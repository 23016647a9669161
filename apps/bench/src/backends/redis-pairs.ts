import { type RedisBackend, redisBackend } from '@sojourn/backend-redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { type SameCalls, sameCalls } from './same-calls.ts'
import { idOf, life, newText, type Pair, text, type Verbs, verbNames, verbsOf } from './verbs.ts'

/** The plain commands of node-redis, and the backend on a client of its own. */
export async function nodeRedisPair(url: string): Promise<Pair> {
  const [raw, client] = [createClient({ url }), createClient({ url })]
  for (const each of [raw, client]) {
    each.on('error', () => {})
    await each.connect()
  }
  const backend = await ready(redisBackend({ client }))
  return {
    raw: {
      create: (number) => raw.set(keyOf(number), text, { NX: true, PX: life }),
      read: (number) => raw.get(keyOf(number)),
      update: (number) => raw.set(keyOf(number), newText, { XX: true, PX: life }),
      touch: (number) => raw.pExpire(keyOf(number), 2 * life),
      delete: (number) => raw.del(keyOf(number)),
    },
    backend,
    same: sameCommands((command) => raw.sendCommand(command)),
    close: async () => {
      raw.destroy()
      client.destroy()
    },
  }
}

/** The plain commands of ioredis, and the backend on a client of its own. */
export async function ioRedisPair(url: string): Promise<Pair> {
  const [raw, client] = [new Redis(url), new Redis(url)]
  for (const each of [raw, client]) each.on('error', () => {})
  const backend = await ready(redisBackend({ client }))
  return {
    raw: {
      create: (number) => raw.set(keyOf(number), text, 'PX', life, 'NX'),
      read: (number) => raw.get(keyOf(number)),
      update: (number) => raw.set(keyOf(number), newText, 'PX', life, 'XX'),
      touch: (number) => raw.pexpire(keyOf(number), 2 * life),
      delete: (number) => raw.del(keyOf(number)),
    },
    backend,
    same: sameCommands(([command = '', ...args]) => raw.call(command.toLowerCase(), args)),
    close: async () => {
      raw.disconnect()
      client.disconnect()
    },
  }
}

/** The verbs of a backend, whose scripts the server knows from then on. */
async function ready(backend: RedisBackend): Promise<Verbs> {
  const verbs = verbsOf(backend)
  for (const verb of verbNames) await verbs[verb](Number.MAX_SAFE_INTEGER)
  return verbs
}

/** The commands of a backend whose keys have a prefix of their own. */
function sameCommands(send: (command: string[]) => unknown): SameCalls {
  const sent: string[][] = []
  const client = {
    options: {},
    call: async (command: string, args: string[]) => {
      sent.push([command.toUpperCase(), ...args])
      return command === 'get' ? null : '1'
    },
    duplicate: () => {
      throw new Error('Nothing is listened to here.')
    },
  }
  return sameCalls(redisBackend({ client, prefix: 'same' }), sent, send)
}

function keyOf(number: number): string {
  return `raw:${idOf(number)}`
}
