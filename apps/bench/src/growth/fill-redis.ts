import { redisBackend } from '@sojourn/backend-redis'
import { Redis } from 'ioredis'
import type { FilledStore } from './filled-store.ts'
import { copyId, templateOn } from './template.ts'

/** Copies the value of one key to others, with another id in its text as well. */
const copies = `
  local value = redis.call('GET', KEYS[1])
  local at, last = string.find(value, ARGV[1], 1, true)
  local start = string.sub(KEYS[1], 1, -23)
  for i = 2, #ARGV do
    local text = string.sub(value, 1, at - 1) .. ARGV[i] .. string.sub(value, last + 1)
    redis.call('SET', start .. ARGV[i], text, 'PX', 86400000)
  end`

/** Ids in one call. */
const batch = 1000

/** The Redis backend; copies are made by the server. */
export async function filledRedis(url: string, prefix: string): Promise<FilledStore> {
  const client = new Redis(url)
  const template = await templateOn(redisBackend({ client, prefix }))
  const { id } = template.record
  const key = (await client.keys(`${prefix}:*`)).find((each) => each.endsWith(id))
  if (key === undefined) throw new Error('The session has no key of its own.')
  return {
    ...template,
    width: 32,
    fill: async (from, to) => {
      for (let start = from; start < to; start += batch) {
        const ids = []
        for (let i = start; i < Math.min(start + batch, to); i++) ids.push(copyId(template, i))
        await client.eval(copies, 1, key, id, ...ids)
      }
    },
    close: async () => {
      await template.sessions.close()
      await client.quit()
    },
  }
}
