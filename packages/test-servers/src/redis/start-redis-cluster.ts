import { freePort } from '../process/free-port.ts'
import { startOnFreePort } from '../process/private-server.ts'
import type { Server } from '../process/server.ts'
import { waitUntil } from '../process/wait-until.ts'
import { redisCommand } from './redis-connection.ts'
import { startRedisProcess } from './start-redis.ts'

/** A private Redis Cluster without replicas. */
export interface RedisCluster {
  /** Its primaries; each has a third of the slots. */
  readonly nodes: readonly Server[]
  readonly urls: readonly string[]
  /** Ends all nodes and removes their data. */
  stop(): Promise<void>
}

const slots = 16_384
const size = 3
// Redis Cluster talks among itself on another port, which is that much higher unless told otherwise.
const busOffset = 10_000

/** Starts a private Redis Cluster of three primaries, and waits until every node knows all slots. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const started = await Promise.allSettled(Array.from({ length: size }, startNode))
  const nodes = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()))
  }
  try {
    for (const each of started) if (each.status === 'rejected') throw each.reason
    await join(nodes)
  } catch (error) {
    await stop()
    throw error
  }
  return { nodes, urls: nodes.map(({ url }) => url), stop }
}

function startNode(): Promise<Server> {
  return startOnFreePort(
    () => freePort({ alsoFree: busOffset }),
    (port) => startRedisProcess(port, ['cluster-enabled yes', 'cluster-node-timeout 2000'], []),
  )
}

async function join(nodes: readonly Server[]): Promise<void> {
  await Promise.all(
    nodes.map(async ({ url }, index) => {
      const first = Math.floor((index * slots) / size)
      const end = Math.floor(((index + 1) * slots) / size)
      const own = Array.from({ length: end - first }, (_, offset) => first + offset)
      await redisCommand(url, 'CLUSTER', 'ADDSLOTS', ...own)
      // Different from the start, so that the nodes need not settle it.
      await redisCommand(url, 'CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
    }),
  )
  for (const { url } of nodes) {
    for (const { host, port } of nodes) await redisCommand(url, 'CLUSTER', 'MEET', host, port)
  }
  await waitUntil('Every node of the cluster knows all slots', async () => {
    const all = await Promise.all(nodes.map(({ url }) => redisCommand(url, 'CLUSTER', 'INFO')))
    return all.every(
      (info) =>
        /cluster_state:ok/.test(String(info)) &&
        new RegExp(`cluster_slots_ok:${slots}`).test(String(info)) &&
        new RegExp(`cluster_known_nodes:${size}\\b`).test(String(info)),
    )
  })
}
