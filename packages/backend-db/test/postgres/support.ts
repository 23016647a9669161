import { postgresDatabase } from '@sojourn/test-servers'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { type DbBackend, dbBackend, type PostgresOptions, postgres } from '../../src/index.ts'

/** What differs from the options of a backend on a pool. */
type Options = Omit<PostgresOptions, 'pool' | 'client'>

/** A pool that is ended after the test. */
export function poolOf(url: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 2000,
    ...options,
  })
  pool.on('error', () => undefined)
  onTestFinished(() =>
    // A pool waits for what hangs; a test does not.
    Promise.race([pool.end(), new Promise<void>((resolve) => setTimeout(resolve, 2000).unref())]),
  )
  return pool
}

/** A backend on a migrated table, closed after the test. */
export async function ready(url: string, options: Options = {}): Promise<DbBackend> {
  const backend = backendOn(poolOf(url), options)
  await backend.migrate()
  return backend
}

/** A backend that is closed after the test. */
export function backendOn(pool: pg.Pool, options: Options = {}): DbBackend {
  const backend = dbBackend(postgres({ pool, ...options }))
  onTestFinished(() => backend.close())
  return backend
}

/** A database of its own, dropped after the test. */
export async function ownDatabase(): Promise<string> {
  const database = await postgresDatabase()
  onTestFinished(() => database.remove())
  return database.url
}

/** Runs statements on a connection of its own. */
export async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}
