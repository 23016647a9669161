import type { SessionBackend } from '../backend.ts'
import type { ChangeFeed } from '../cache/change-feed.ts'
import type { SessionCache } from '../cache/session-cache.ts'
import { UnsupportedOperationError } from '../errors.ts'
import type { BackendCalls } from './backend-calls.ts'

/** A server backend, with the cache that hears of every write to it, and the calls to it. */
export interface Store {
  readonly backend: SessionBackend
  readonly calls: BackendCalls
  /** What the backend tells of changes made elsewhere. */
  readonly feed: ChangeFeed
  /** What this process remembers of its sessions; `null`: nothing. */
  readonly cache: SessionCache | null
}

/**
 * The store that can do something; `UnsupportedOperationError` where sessions live in their tokens
 * alone. `what`: such as `'list the sessions of a user'`.
 */
export type StoreFor = (what: string) => Store

/** No store: everything that needs one is refused by name (R96). */
export function noStore(backendName: string): StoreFor {
  return (what) => {
    throw new UnsupportedOperationError(
      `The ${backendName} backend cannot ${what}: its sessions are in their tokens alone. Give it a revocation backend, or use the memory, db or redis backend.`,
    )
  }
}
