import { randomBytes } from 'node:crypto'
import type { BackendFixture } from '@sojourn/testkit'
import { redisBackend } from '../../src/index.ts'
import type { Connected } from '../connect.ts'

/** An empty store: a prefix of its own in a database that tests share. */
export async function fixture(
  connected: Connected,
  connect: () => Promise<Connected>,
): Promise<BackendFixture> {
  const prefix = `test-${randomBytes(6).toString('hex')}`
  const others: Connected[] = []
  const backend = redisBackend({ client: connected.client, prefix })
  return {
    backend,
    reopen: async () => {
      const other = await connect()
      others.push(other)
      return redisBackend({ client: other.client, prefix })
    },
    close: async () => {
      await backend.clear({ now: Date.now(), signal: AbortSignal.timeout(10_000) })
      for (const other of others) await other.close()
    },
  }
}
