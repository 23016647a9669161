import { optionsOf, targetOf } from './client-options.ts'
import type { Driver, Link, LinkEvents, Primary } from './driver.ts'
import { gatherWrites } from './gather-writes.ts'
import type { IoRedisClient, IoRedisCluster, IoRedisDuplicate } from './ioredis-client.ts'

/** ioredis, one server, also by Sentinel. */
export function ioRedis(client: IoRedisClient): Driver {
  const primary = ioRedisPrimary(client, false)
  const gather = gatherWrites()
  return {
    clustered: false,
    target: targetOf('redis', optionsOf(client.options)),
    send: (_key, command) => {
      gather(client.stream)
      return call(client, command)
    },
    primaries: async () => [primary],
  }
}

/** ioredis, Redis Cluster. */
export function ioRedisCluster(cluster: IoRedisCluster): Driver {
  return {
    clustered: true,
    target: undefined,
    // It finds the slot by the keys in the command.
    send: (_key, command) => call(cluster, command),
    primaries: async () => cluster.nodes('master').map((node) => ioRedisPrimary(node, true)),
  }
}

function ioRedisPrimary(client: IoRedisClient, sharded: boolean): Primary {
  return {
    send: (command) => call(client, command),
    open: (events) =>
      openLink(
        client.duplicate({
          lazyConnect: true,
          autoResubscribe: false,
          retryStrategy: () => null,
          sentinelRetryStrategy: () => null,
        }),
        sharded,
        events,
      ),
  }
}

// Its tables of commands, and its quicker paths, have lower-case names.
function call(client: Pick<IoRedisClient, 'call'>, command: readonly string[]): Promise<unknown> {
  return client.call((command[0] ?? '').toLowerCase(), command.slice(1))
}

async function openLink(
  connection: IoRedisDuplicate,
  sharded: boolean,
  events: LinkEvents,
): Promise<Link> {
  for (const event of ['error', 'close', 'end', 'moved']) {
    connection.on(event, () => events.onLost())
  }
  connection.on(sharded ? 'smessage' : 'message', (channel, message) =>
    events.onMessage(channel, message),
  )
  try {
    await connection.connect()
  } catch (error) {
    connection.disconnect()
    throw error
  }
  // A process that has nothing else to do may end.
  connection.stream?.unref?.()
  return {
    subscribe: (channel) =>
      sharded ? connection.ssubscribe(channel) : connection.subscribe(channel),
    close: () => connection.disconnect(),
  }
}
