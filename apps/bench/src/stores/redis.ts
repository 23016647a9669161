import { countRedisCommands, type Server, startRedis } from '@sojourn/test-servers'
import { createClient } from 'redis'
import { pin, storeCore } from '../process/cores.ts'
import type { StoreServer } from './store-server.ts'

/** A Redis that keeps everything in memory, on the core of the stores. */
export async function privateRedis(): Promise<Server> {
  const server = await startRedis({ config: ['appendonly no'] })
  pin(server.pid, storeCore)
  return server
}

/** What everybody may do, so that the server refuses these: at once, also on open connections. */
const rights = { nothing: '+@all', reads: '-@read', writes: '-@write' } as const

/** A Redis for one contender alone. */
export async function redisStore(): Promise<StoreServer> {
  const server = await privateRedis()
  const counter = await countRedisCommands(server.url)
  const admin = await createClient({ url: server.url }).connect()
  return {
    url: server.url,
    take: () => counter.take(),
    refuse: async (what) => {
      await admin.sendCommand(['ACL', 'SETUSER', 'default', rights[what]])
    },
    stop: async () => {
      admin.destroy()
      await counter.close()
      await server.stop()
    },
  }
}
