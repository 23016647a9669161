import { uniqueName } from '../shared/namespace.ts'
import { sharedServer } from '../shared/shared-server.ts'
import { RedisConnection } from './redis-connection.ts'

/** The keys of one test file in the shared Redis. */
export interface RedisNamespace {
  readonly url: string
  /** What all its keys start with. */
  readonly prefix: string
  /** Its keys that exist, in order. */
  keys(): Promise<string[]>
  /** Deletes its keys. */
  clear(): Promise<void>
  /** Deletes its keys, and ends. */
  remove(): Promise<void>
}

/** A part of the shared Redis for one test file. */
export async function redisNamespace(): Promise<RedisNamespace> {
  const { url } = await sharedServer('redis')
  const prefix = `${uniqueName()}:`
  const redis = await RedisConnection.open(url)

  const keys = async (): Promise<string[]> => {
    const found = new Set<string>()
    let cursor = '0'
    do {
      const reply = await redis.command('SCAN', cursor, 'MATCH', `${prefix}*`, 'COUNT', 1000)
      const [next, page] = Array.isArray(reply) ? reply : []
      cursor = String(next ?? '0')
      for (const key of Array.isArray(page) ? page : []) found.add(String(key))
    } while (cursor !== '0')
    return [...found].sort()
  }
  const clear = async (): Promise<void> => {
    for (const key of await keys()) await redis.command('DEL', key)
  }
  return {
    url,
    prefix,
    keys,
    clear,
    remove: async () => {
      await clear()
      redis.close()
    },
  }
}
