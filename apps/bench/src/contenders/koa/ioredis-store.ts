import { Redis } from 'ioredis'

/**
 * What koa-session and koa-generic-session ask of a store, on Redis: one command for each call. (The
 * store that they name, koa-redis, brings a client that is no longer kept.)
 */
export function ioredisStore(url: string) {
  const client = new Redis(url)
  return {
    get: async (key: string) => {
      const text = await client.get(key)
      return text === null ? undefined : JSON.parse(text)
    },
    // Both are told to keep sessions for a day.
    set: async (key: string, session: object) => {
      await client.setex(key, 86_400, JSON.stringify(session))
    },
    destroy: async (key: string) => {
      await client.del(key)
    },
    close: () => client.quit(),
  }
}
