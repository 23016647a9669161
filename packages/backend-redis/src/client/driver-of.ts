import { ConfigurationError } from '@sojourn/core'
import { optionsOf } from './client-options.ts'
import type { Driver } from './driver.ts'
import { ioRedis, ioRedisCluster } from './ioredis.ts'
import type { IoRedisClient, IoRedisCluster } from './ioredis-client.ts'
import { nodeRedis, nodeRedisCluster, nodeRedisSentinel } from './node-redis.ts'
import type { NodeRedisClient, NodeRedisCluster, NodeRedisSentinel } from './node-redis-client.ts'
import { warnOfErrorEvents } from './warn-of-error-events.ts'

/** A client of node-redis or ioredis, of any kind that `redisBackend` works with. */
export type RedisClient =
  | NodeRedisClient
  | NodeRedisCluster
  | NodeRedisSentinel
  | IoRedisClient
  | IoRedisCluster

/** What is common behind a client. Throws a `ConfigurationError` for what is none, or cannot be used as it is. */
export function driverOf(client: RedisClient): Driver {
  refuseKeyPrefix(client)
  if (isIoRedisCluster(client)) {
    refuseReplicaReads(client)
    return ioRedisCluster(client)
  }
  if (isIoRedisClient(client)) {
    refuseReplicaReads(client)
    return ioRedis(client)
  }
  if (isNodeRedis(client)) {
    warnOfErrorEvents(client)
    if ('nodeClient' in client) return nodeRedisCluster(client)
    return 'getMasterNode' in client ? nodeRedisSentinel(client) : nodeRedis(client)
  }
  throw new ConfigurationError(
    'redisBackend({ client }) takes a client of node-redis (createClient, createCluster, createSentinel) or of ioredis (new Redis, new Cluster). A pool cannot be watched: pass the client that it was made from.',
  )
}

function isIoRedisCluster(client: RedisClient): client is IoRedisCluster {
  return has(client, 'call') && has(client, 'nodes')
}

function isIoRedisClient(client: RedisClient): client is IoRedisClient {
  return has(client, 'call') && has(client, 'duplicate')
}

function isNodeRedis(
  client: RedisClient,
): client is NodeRedisClient | NodeRedisCluster | NodeRedisSentinel {
  return has(client, 'sendCommand') && has(client, 'duplicate')
}

function has(client: unknown, method: string): boolean {
  return (
    typeof client === 'object' &&
    client !== null &&
    typeof Reflect.get(client, method) === 'function'
  )
}

// One driver would put it before some of our keys, the other before none; neither before a pattern or a channel.
function refuseKeyPrefix(client: RedisClient): void {
  if (typeof client !== 'object' || client === null) return
  const options = optionsOf(Reflect.get(client, 'options'))
  const own = Reflect.get(client, '_keyPrefix') ?? options.get('keyPrefix')
  const keyPrefix = own || optionsOf(options.get('redisOptions')).get('keyPrefix')
  if (keyPrefix === undefined || keyPrefix === null || String(keyPrefix) === '') return
  throw new ConfigurationError(
    `The Redis client has the keyPrefix '${String(keyPrefix).slice(0, 40)}', which holds for commands but not for scans and channels. Pass a client without one, and write redisBackend({ client, prefix: '…' }) instead.`,
  )
}

// A replica is behind: it would still know a session that was signed out.
function refuseReplicaReads(client: IoRedisClient | IoRedisCluster): void {
  const options = optionsOf(client.options)
  const { scaleReads = 'master', role = 'master' } = Object.fromEntries(options)
  if (scaleReads === 'master' && role === 'master') return
  throw new ConfigurationError(
    "The Redis client reads from replicas, which may still know a session that was signed out. Pass one with scaleReads: 'master' and role: 'master', as they are by default.",
  )
}
