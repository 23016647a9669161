/** The events of a client; what they carry is not looked at. */
interface Emitter {
  on(event: string, listener: () => void): unknown
}

/** The connection that a client of node-redis makes by its own `duplicate()`. */
export interface NodeRedisDuplicate extends Emitter {
  connect(): Promise<unknown>
  subscribe(channel: string, listener: (message: string, channel: string) => void): Promise<unknown>
  sSubscribe(
    channel: string,
    listener: (message: string, channel: string) => void,
  ): Promise<unknown>
  destroy(): unknown
  /** Lets the process end although the connection is open. Sentinel's has none. */
  unref?(): unknown
}

/** How a command of node-redis is sent. */
export interface NodeRedisCommandOptions {
  readonly abortSignal?: AbortSignal
  readonly typeMapping?: Record<never, never>
  readonly timeout?: number
}

interface NodeRedisBase {
  readonly isReady: boolean
  listenerCount(event: string): number
}

/**
 * A connected client of node-redis: what `createClient()` makes. The methods that are used of it.
 *
 * @foreign
 */
export interface NodeRedisClient extends NodeRedisBase {
  readonly options: object
  sendCommand(args: readonly string[], options?: NodeRedisCommandOptions): Promise<unknown>
  duplicate(): NodeRedisDuplicate
}

/** One primary in {@link NodeRedisCluster.masters}. */
export interface NodeRedisMaster {
  readonly address: string
}

/**
 * A connected client of node-redis for a Redis Cluster: what `createCluster()` makes. The methods that are used of it.
 *
 * @foreign
 */
export interface NodeRedisCluster extends NodeRedisBase {
  readonly masters: readonly NodeRedisMaster[]
  nodeClient(node: NodeRedisMaster): Promise<NodeRedisClient>
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    args: string[],
    options?: NodeRedisCommandOptions,
  ): Promise<unknown>
}

/**
 * A connected client of node-redis that asks Sentinel: what `createSentinel()` makes. The methods that are used of it.
 *
 * @foreign
 */
export interface NodeRedisSentinel extends NodeRedisBase {
  getMasterNode(): unknown
  sendCommand(
    isReadonly: boolean | undefined,
    args: string[],
    options?: NodeRedisCommandOptions,
  ): Promise<unknown>
  duplicate(): NodeRedisDuplicate
}
