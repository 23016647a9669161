import { freePort } from '../process/free-port.ts'
import { startOnFreePort } from '../process/private-server.ts'
import type { Server } from '../process/server.ts'
import { waitUntil } from '../process/wait-until.ts'
import { RedisConnection, redisCommand } from './redis-connection.ts'
import { startRedis, startRedisProcess } from './start-redis.ts'

/** A private primary with a replica, watched by sentinels. */
export interface RedisSentinel {
  /** What the sentinels call the primary. */
  readonly name: string
  /** The primary at the start; after a failover it is the replica, if it runs. */
  readonly primary: Server
  readonly replica: Server
  readonly sentinels: readonly Server[]
  /** The port of the primary, as the sentinels see it now. */
  primaryPort(): Promise<number>
  /** Ends all of them and removes their data. */
  stop(): Promise<void>
}

const name = 'sojourn'
const size = 3

/** Starts a primary, its replica, and three sentinels that replace a primary that is silent for a second. */
export async function startRedisSentinel(): Promise<RedisSentinel> {
  const servers: Server[] = []
  const keep = async (starting: Promise<Server>): Promise<Server> => {
    const server = await starting
    servers.push(server)
    return server
  }
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  try {
    const config = ['repl-diskless-sync-delay 0', 'repl-ping-replica-period 1']
    const primary = await keep(startRedis({ config }))
    const replica = await keep(
      startRedis({ config: [...config, `replicaof ${primary.host} ${primary.port}`] }),
    )
    await waitUntil('The replica follows the primary', async () => {
      const info = await redisCommand(replica.url, 'INFO', 'replication')
      return /master_link_status:up/.test(String(info))
    })
    await waitForReplica(primary)
    const sentinels = await Promise.all(
      Array.from({ length: size }, () => keep(startSentinel(primary))),
    )
    await waitUntil('Every sentinel knows the others and the replica', async () => {
      const views = await Promise.all(sentinels.map(viewOf))
      return views.every(
        (view) =>
          view.get('num-other-sentinels') === String(size - 1) && view.get('num-slaves') === '1',
      )
    })
    const [first] = sentinels
    if (first === undefined) throw new Error('There is no sentinel')
    return {
      name,
      primary,
      replica,
      sentinels,
      primaryPort: async () => Number((await viewOf(first)).get('port')),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The link may be up before anything is sent over it. */
async function waitForReplica(primary: Server): Promise<void> {
  const redis = await RedisConnection.open(primary.url)
  // WAIT is about what has happened up to the last command of the same connection.
  await redis.command('PING')
  const replicas = await redis.command('WAIT', 1, 10_000)
  redis.close()
  if (replicas !== 1) throw new Error('The replica does not follow the primary')
}

async function startSentinel(primary: Server): Promise<Server> {
  const config = [
    `sentinel monitor ${name} ${primary.host} ${primary.port} 2`,
    `sentinel down-after-milliseconds ${name} 1000`,
    `sentinel failover-timeout ${name} 4000`,
  ]
  const sentinel = await startOnFreePort(
    () => freePort(),
    (port) => startRedisProcess(port, config, ['--sentinel']),
  )
  // Quicker than in production in telling and asking each other. Only Redis 7 can; older ones need seconds more.
  const quick = ['INFO-PERIOD', 500, 'PUBLISH-PERIOD', 200, 'ASK-PERIOD', 200]
  await redisCommand(sentinel.url, 'SENTINEL', 'DEBUG', ...quick).catch(() => undefined)
  return sentinel
}

async function viewOf(sentinel: Server): Promise<Map<string, string>> {
  const reply = await redisCommand(sentinel.url, 'SENTINEL', 'MASTER', name)
  const fields = Array.isArray(reply) ? reply.map(String) : []
  const view = new Map<string, string>()
  for (const [index, field] of fields.entries()) {
    if (index % 2 === 0) view.set(field, fields[index + 1] ?? '')
  }
  return view
}
