import type { SessionBackend } from '../backend.ts'
import { UnsupportedOperationError } from '../errors.ts'
import type { BackendCalls } from './backend-calls.ts'

/** A server backend, and the calls to it. */
export interface Store {
  readonly backend: SessionBackend
  readonly calls: BackendCalls
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
