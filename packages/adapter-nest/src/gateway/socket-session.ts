import type { SessionNews } from '@sojourn/core'
import type { NodeRequest } from '@sojourn/core/node'

/** What is used of a session, whatever its data. */
export interface AnySession {
  load(): Promise<{
    readonly id: string | null
    readonly userId: string | null
    getExpiryAge(): number
  }>
  save(): Promise<void>
}

/** The session of one socket: what its handshake opened, and every message's look at it. */
export interface SocketSession {
  /** Of the handshake. */
  readonly session: AnySession
  /** The same session for one message, as it is now. */
  again(): AnySession
  /** Tells what becomes of the session, once it is loaded and has an id. */
  subscribe(id: string, listener: (news: SessionNews) => void): () => void
}

/** Opens the session of a handshake. */
export type OpenSocket = (request: NodeRequest) => SocketSession
