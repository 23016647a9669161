import { setTimeout as delay } from 'node:timers/promises'
import type { RedisCluster, RedisSentinel } from '@sojourn/test-servers'
import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster, createSentinel } from 'redis'
import type { RedisClient } from '../src/index.ts'

/** A client as an application makes it, and its end. */
export interface Connected {
  readonly client: RedisClient
  close(): Promise<void>
}

/** node-redis on one server. */
export async function nodeRedis(url: string): Promise<Connected> {
  const client = createClient({ url })
  client.on('error', ignore)
  await client.connect()
  return { client, close: async () => client.destroy() }
}

/** node-redis on a cluster. */
export async function nodeRedisCluster({ urls }: RedisCluster): Promise<Connected> {
  const client = createCluster({ rootNodes: urls.map((url) => ({ url })) })
  client.on('error', ignore)
  await client.connect()
  return { client, close: async () => client.destroy() }
}

/** node-redis by Sentinel. */
export async function nodeRedisSentinel({ name, sentinels }: RedisSentinel): Promise<Connected> {
  const client = createSentinel({
    name,
    sentinelRootNodes: sentinels.map(({ host, port }) => ({ host, port })),
  })
  client.on('error', ignore)
  await client.connect()
  return { client, close: () => client.destroy() }
}

/** ioredis on one server. */
export async function ioRedis(url: string): Promise<Connected> {
  return ready(new Redis(url, { lazyConnect: true }))
}

/** ioredis on a cluster. */
export async function ioRedisCluster({ nodes }: RedisCluster): Promise<Connected> {
  return ready(
    new Cluster(
      nodes.map(({ host, port }) => ({ host, port })),
      { lazyConnect: true },
    ),
  )
}

/** ioredis by Sentinel. */
export async function ioRedisSentinel({ name, sentinels }: RedisSentinel): Promise<Connected> {
  const nodes = sentinels.map(({ host, port }) => ({ host, port }))
  return ready(new Redis({ name, sentinels: nodes, lazyConnect: true }))
}

async function ready(client: Redis | Cluster): Promise<Connected> {
  client.on('error', ignore)
  await client.connect()
  return {
    client,
    close: async () => {
      client.disconnect()
      // It says so a little later, and would hold the process until then.
      await delay(1)
    },
  }
}

function ignore(): void {}
