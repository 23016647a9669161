import { optionsOf, targetOf } from './client-options.ts'
import type { Driver, Link, LinkEvents, Primary } from './driver.ts'
import type {
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisCommandOptions,
  NodeRedisDuplicate,
  NodeRedisSentinel,
} from './node-redis-client.ts'

// Replies as text, whatever the client maps types to. The call's own signal is the deadline; the
// driver's would cost a timer for each command, which is most of what a read costs.
const plain: NodeRedisCommandOptions = { typeMapping: {}, timeout: 0 }

/** node-redis, one server. */
export function nodeRedis(client: NodeRedisClient): Driver {
  const primary = nodeRedisPrimary(client, false)
  return {
    clustered: false,
    target: targetOf('redis', socketOf(client)),
    send: (_key, command, signal) => primary.send(command, signal),
    primaries: async () => [primary],
  }
}

/** node-redis, Redis Cluster. */
export function nodeRedisCluster(cluster: NodeRedisCluster): Driver {
  return {
    clustered: true,
    target: undefined,
    send: (key, command, signal) =>
      cluster.sendCommand(key, false, [...command], optionsFor(cluster.isReady, signal)),
    primaries: () =>
      Promise.all(
        cluster.masters.map(async (master) =>
          nodeRedisPrimary(await cluster.nodeClient(master), true),
        ),
      ),
  }
}

/** node-redis, one server by Sentinel. */
export function nodeRedisSentinel(sentinel: NodeRedisSentinel): Driver {
  const primary: Primary = {
    send: (command, signal) =>
      sentinel.sendCommand(false, [...command], optionsFor(sentinel.isReady, signal)),
    open: (events) => openLink(sentinel.duplicate(), false, events),
  }
  return {
    clustered: false,
    target: undefined,
    send: (_key, command, signal) => primary.send(command, signal),
    primaries: async () => [primary],
  }
}

function nodeRedisPrimary(client: NodeRedisClient, sharded: boolean): Primary {
  return {
    send: (command, signal) => client.sendCommand(command, optionsFor(client.isReady, signal)),
    open: (events) => openLink(client.duplicate(), sharded, events),
  }
}

// A connected client sends at once: only what waits for a connection needs to be taken back.
function optionsFor(isReady: boolean, signal: AbortSignal | undefined): NodeRedisCommandOptions {
  return isReady || signal === undefined ? plain : { ...plain, abortSignal: signal }
}

async function openLink(
  connection: NodeRedisDuplicate,
  sharded: boolean,
  events: LinkEvents,
): Promise<Link> {
  const close = (): void => {
    // Closed already, or closing: either way it is as it should be.
    try {
      Promise.resolve(connection.destroy()).catch(() => undefined)
    } catch {}
  }
  const lost = new Promise<never>((_, reject) => {
    // 'topology-change' is Sentinel's: by itself it moves to the new primary and says nothing of what it missed.
    for (const event of ['error', 'reconnecting', 'end', 'sharded-channel-moved']) {
      connection.on(event, () => {
        reject(new Error('The connection for changes was lost'))
        events.onLost()
      })
    }
  })
  lost.catch(() => undefined)
  try {
    await Promise.race([connection.connect(), lost])
  } catch (error) {
    close()
    throw error
  }
  connection.unref?.()
  connection.on('topology-change', () => events.onLost())
  const listen = (message: string, channel: string): void => events.onMessage(channel, message)
  return {
    subscribe: (channel) =>
      Promise.race([
        sharded ? connection.sSubscribe(channel, listen) : connection.subscribe(channel, listen),
        lost,
      ]),
    close,
  }
}

function socketOf(client: NodeRedisClient): ReadonlyMap<string, unknown> {
  const options = optionsOf(client.options)
  const socket = optionsOf(options.get('socket'))
  return new Map([
    ['host', socket.get('host')],
    ['port', socket.get('port')],
    ['path', socket.get('path')],
    ['db', options.get('database')],
    ['username', options.get('username')],
  ])
}
