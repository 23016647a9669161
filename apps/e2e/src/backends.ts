import { dbBackend, mysql, postgres, sqlite } from '@sojourn/backend-db'
import { redisBackend } from '@sojourn/backend-redis'
import { cachedBackend, type SessionBackend } from '@sojourn/core'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import { createClient } from 'redis'

/** Where a server process finds its sessions: passed from the test to the process as JSON. */
export type BackendAddress =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'redis'; readonly url: string; readonly prefix: string }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'mariadb'; readonly url: string }
  | {
      readonly kind: 'cached'
      readonly url: string
      readonly cache: { readonly kind: 'redis'; readonly url: string; readonly prefix: string }
    }

/** A backend and what was opened for it. */
export interface OpenBackend {
  readonly backend: SessionBackend
  close(): Promise<void>
}

/** Opens a backend as an application would, with a client or a pool of its own. */
export async function openBackend(address: BackendAddress): Promise<OpenBackend> {
  switch (address.kind) {
    case 'sqlite':
      return { backend: dbBackend(sqlite({ path: address.path })), close: async () => {} }
    case 'redis': {
      const client = createClient({ url: address.url })
      client.on('error', () => {})
      await client.connect()
      const backend = redisBackend({ client, prefix: address.prefix })
      return { backend, close: async () => client.destroy() }
    }
    case 'postgres': {
      const pool = new pg.Pool({ connectionString: address.url, max: 8 })
      pool.on('error', () => {})
      return { backend: dbBackend(postgres({ pool })), close: () => pool.end() }
    }
    case 'cached': {
      const source = await openBackend({ kind: 'postgres', url: address.url })
      const cache = await openBackend(address.cache)
      return {
        // A machine that is busy with other tests is no outage of the cache.
        backend: cachedBackend({
          source: source.backend,
          cache: cache.backend,
          cacheDeadline: 1500,
        }),
        close: async () => {
          await source.close()
          await cache.close()
        },
      }
    }
    case 'mariadb': {
      const pool = createPool({ uri: address.url, connectionLimit: 8 })
      return { backend: dbBackend(mysql({ pool })), close: () => pool.end() }
    }
  }
}
