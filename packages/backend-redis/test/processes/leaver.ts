// A script that uses sessions, closes its client, and forgets to close the sessions:
// `node leaver.ts <client> <url> <prefix>`. It ends all the same.
import { createSessions } from '@sojourn/core'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { redisBackend } from '../../src/index.ts'

const [kind = '', url = '', prefix = ''] = process.argv.slice(2)

async function connected() {
  if (kind === 'ioredis') {
    const client = new Redis(url)
    return { client, close: () => client.disconnect() }
  }
  const client = createClient({ url })
  client.on('error', () => {})
  await client.connect()
  return { client, close: () => client.destroy() }
}

const { client, close } = await connected()
const sessions = createSessions({ backend: redisBackend({ client, prefix }), name: false })
while (!sessions.connector.cache?.active) {
  await sessions.open(`${'A'.repeat(22)}.${'A'.repeat(43)}`).load()
  await new Promise((resolve) => setTimeout(resolve, 20))
}
close()
