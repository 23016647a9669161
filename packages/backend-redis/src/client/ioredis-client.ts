/** What a connection for a watch is made to do otherwise than the client that it duplicates. */
export interface IoRedisOverride {
  readonly lazyConnect: true
  readonly autoResubscribe: false
  readonly retryStrategy: () => null
  readonly sentinelRetryStrategy: () => null
}

/** The connection that a client of ioredis makes by its own `duplicate()`. */
export interface IoRedisDuplicate {
  on(event: string, listener: (channel: string, message: string) => void): unknown
  connect(): Promise<unknown>
  subscribe(channel: string): Promise<unknown>
  ssubscribe(channel: string): Promise<unknown>
  disconnect(): void
  /** The socket, once connected. */
  readonly stream?: { unref?(): unknown }
}

/** The socket of a client. */
export interface IoRedisStream {
  cork(): void
  uncork(): void
}

/**
 * A client of ioredis for one server, also by Sentinel: `new Redis()`. The methods that are used of it.
 *
 * @foreign
 */
export interface IoRedisClient {
  readonly options: object
  /** Absent before the first connection. */
  readonly stream?: IoRedisStream
  call(command: string, args: string[]): Promise<unknown>
  duplicate(override: IoRedisOverride): IoRedisDuplicate
}

/**
 * A client of ioredis for a Redis Cluster: `new Cluster()`. The methods that are used of it.
 *
 * @foreign
 */
export interface IoRedisCluster {
  readonly options: object
  call(command: string, args: string[]): Promise<unknown>
  nodes(role: 'master'): IoRedisClient[]
}
