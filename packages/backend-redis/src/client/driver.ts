/** What a connection for a watch tells of. */
export interface LinkEvents {
  onMessage(channel: string, message: string): void
  /** The connection broke, or a channel has moved away from it. May be called more than once. */
  onLost(): void
}

/** A connection of our own that only listens. It does not connect again: once lost, it is closed. */
export interface Link {
  subscribe(channel: string): Promise<unknown>
  close(): void
}

/** One server that takes writes. */
export interface Primary {
  /** Sends a command to this server. */
  send(command: readonly string[], signal?: AbortSignal): Promise<unknown>
  /** Opens a connection of our own to it. */
  open(events: LinkEvents): Promise<Link>
}

/** The few things that differ between clients. */
export interface Driver {
  /** True for a Redis Cluster: a script then sees the keys of one slot only. */
  readonly clustered: boolean
  /** What the client points at, without a password; `undefined` where it does not say. */
  readonly target: string | undefined
  /** Sends a command to the primary that has `key`. A signal that is aborted takes back what was not sent yet. */
  send(key: string, command: readonly string[], signal: AbortSignal): Promise<unknown>
  /** Every primary: one, save on a cluster. */
  primaries(): Promise<readonly Primary[]>
}
