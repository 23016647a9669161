import { randomUUID } from 'node:crypto'
import { redisBackend } from '@sojourn/backend-redis'
import { redisNamespace } from '@sojourn/test-servers'
import { createClient } from 'redis'
import { afterAll } from 'vitest'
import { platforms } from '../platforms.ts'
import { describeNest } from './describe-nest.ts'

const { url, prefix, remove } = await redisNamespace()
const client = createClient({ url })
client.on('error', () => {})
await client.connect()
afterAll(async () => {
  await remove()
  client.destroy()
})

for (const [name, platform] of platforms) {
  describeNest(`Nest on ${name}, with Redis,`, platform, () =>
    redisBackend({ client, prefix: `${prefix}${randomUUID()}` }),
  )
}
