import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mariadbDatabase, postgresDatabase, redisNamespace } from '@sojourn/test-servers'
import { afterAll } from 'vitest'
import type { BackendAddress } from '../src/backends.ts'

/** An empty store of a test file. */
export interface Store {
  readonly address: BackendAddress
  remove(): Promise<void> | void
}

/** Every kind of store that several processes can share, for `describe.each`. */
export const targets: {
  readonly kind: BackendAddress['kind']
  readonly make: () => Promise<Store>
}[] = [
  { kind: 'sqlite', make: sqliteStore },
  { kind: 'redis', make: redisStore },
  { kind: 'postgres', make: () => databaseStore('postgres', postgresDatabase()) },
  { kind: 'cached', make: cachedStore },
  { kind: 'mariadb', make: () => databaseStore('mariadb', mariadbDatabase()) },
]

/** The store of a describe block: made at first use, removed at its end. */
export function storeOf(make: () => Promise<Store>): () => Promise<BackendAddress> {
  let made: Promise<Store> | null = null
  afterAll(async () => {
    await (await made)?.remove()
  })
  return async () => {
    made ??= make()
    return (await made).address
  }
}

async function sqliteStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-e2e-'))
  return {
    address: { kind: 'sqlite', path: join(folder, 'sessions.db') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function cachedStore(): Promise<Store> {
  const { url, remove } = await postgresDatabase()
  const redis = await redisNamespace()
  const cache = { kind: 'redis', url: redis.url, prefix: redis.prefix.slice(0, -1) } as const
  return {
    address: { kind: 'cached', url, cache },
    remove: async () => {
      await remove()
      await redis.remove()
    },
  }
}

async function redisStore(): Promise<Store> {
  const { url, prefix, remove } = await redisNamespace()
  return { address: { kind: 'redis', url, prefix: prefix.slice(0, -1) }, remove }
}

async function databaseStore(
  kind: 'postgres' | 'mariadb',
  database: ReturnType<typeof postgresDatabase>,
): Promise<Store> {
  const { url, remove } = await database
  return { address: { kind, url }, remove }
}
