import { countRedisCommands, type Server, startRedis } from '@sojourn/test-servers'
import { pin, storeCore } from '../process/cores.ts'
import type { StoreServer } from './store-server.ts'

/** A Redis that keeps everything in memory, on the core of the stores. */
export async function privateRedis(): Promise<Server> {
  const server = await startRedis({ config: ['appendonly no'] })
  pin(server.pid, storeCore)
  return server
}

/** A Redis for one contender alone. */
export async function redisStore(): Promise<StoreServer> {
  const server = await privateRedis()
  const counter = await countRedisCommands(server.url)
  return {
    url: server.url,
    take: () => counter.take(),
    stop: async () => {
      await counter.close()
      await server.stop()
    },
  }
}
