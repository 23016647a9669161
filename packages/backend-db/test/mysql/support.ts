import { mariadbDatabase } from '@sojourn/test-servers'
import { createPool, type Pool, type PoolOptions } from 'mysql2/promise'
import { onTestFinished } from 'vitest'
import { type DbBackend, dbBackend, mysql } from '../../src/index.ts'

/** A pool that is ended after the test. */
export function poolOf(url: string, options: PoolOptions = {}): Pool {
  const pool = createPool({ uri: url, connectionLimit: 8, connectTimeout: 2000, ...options })
  onTestFinished(() =>
    // A pool waits for what hangs; a test does not.
    Promise.race([pool.end(), new Promise<void>((resolve) => setTimeout(resolve, 2000).unref())]),
  )
  return pool
}

/** A backend on a migrated table, closed after the test. */
export async function ready(url: string, options: PoolOptions = {}): Promise<DbBackend> {
  const backend = backendOn(poolOf(url, options))
  await backend.migrate()
  return backend
}

/** A backend that is closed after the test. */
export function backendOn(pool: Pool): DbBackend {
  const backend = dbBackend(mysql({ pool }))
  onTestFinished(() => backend.close())
  return backend
}

/** A database of its own, dropped after the test. */
export async function ownDatabase(): Promise<string> {
  const database = await mariadbDatabase()
  onTestFinished(() => database.remove())
  return database.url
}
