import { dbBackend, sqlite } from '@sojourn/backend-db'
import type { SessionBackend } from '@sojourn/core'

/** Where a server process finds its sessions: passed from the test to the process as JSON. */
export type BackendAddress = { readonly kind: 'sqlite'; readonly path: string }

export function backendAt(address: BackendAddress): SessionBackend {
  return dbBackend(sqlite({ path: address.path }))
}
