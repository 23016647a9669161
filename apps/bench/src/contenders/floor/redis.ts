import { Redis } from 'ioredis'
import { type FloorSessions, floorLife, newKey } from './floor-sessions.ts'

/** `GET`, `SETEX`, `DEL`. */
export function redisFloor(url: string): FloorSessions {
  const client = new Redis(url)
  const seconds = floorLife / 1000
  return {
    read: async (key) => (await client.get(key)) ?? undefined,
    write: async (key = newKey(), text) => {
      await client.setex(key, seconds, text)
      return key
    },
    delete: async (key) => void (await client.del(key)),
    close: async () => void (await client.quit()),
  }
}
