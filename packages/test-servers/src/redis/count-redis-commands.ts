import { type CommandCounter, difference } from '../counting/command-counter.ts'
import { RedisConnection } from './redis-connection.ts'

/**
 * Counts the commands of a Redis, by their names in lower case (`hgetall`, `client|setinfo`), from
 * `INFO commandstats`: those of all clients, and those inside of scripts as well. Ask a server of your own.
 */
export async function countRedisCommands(url: string): Promise<CommandCounter> {
  const redis = await RedisConnection.open(url)
  let before = await commandStats(redis)
  return {
    take: async () => {
      const now = await commandStats(redis)
      // The earlier snapshot was a command too.
      before.set('info', (before.get('info') ?? 0) + 1)
      const counts = difference(before, now)
      before = now
      return counts
    },
    close: async () => redis.close(),
  }
}

async function commandStats(redis: RedisConnection): Promise<Map<string, number>> {
  const stats = String(await redis.command('INFO', 'commandstats'))
  return new Map(
    [...stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name = '', calls]) => [
      name,
      Number(calls),
    ]),
  )
}
