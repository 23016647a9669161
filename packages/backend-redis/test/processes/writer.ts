import { createSessions } from '@sojourn/core'
import { redisBackend } from '../../src/index.ts'
import { ioRedis, nodeRedis } from '../connect.ts'

/*
 * One process of many that write to one session: `writer.ts <url> <prefix> <driver> <writers> <writes>`,
 * and the token on standard input, where a process listing does not show it.
 */

const [url = '', prefix = '', driver = '', writers = '', writes = ''] = process.argv.slice(2)
const token = await new Promise<string>((resolve) =>
  process.stdin.once('data', (text) => resolve(String(text).trim())),
)
const connected = await (driver === 'ioredis' ? ioRedis : nodeRedis)(url)
const backend = redisBackend({ client: connected.client, prefix })
const sessions = createSessions<{ count: number }>({ backend, name: false, deadline: 20_000 })

await Promise.all(
  Array.from({ length: Number(writers) }, async () => {
    for (let n = 0; n < Number(writes); n++) {
      const session = await sessions.open(token).load()
      session.change('count', (count = 0) => count + 1)
      await session.save()
    }
  }),
)
await sessions.close()
await connected.close()
process.stdin.destroy()
