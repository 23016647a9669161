import {
  mariadbDatabase,
  postgresDatabase,
  type Server,
  startMariadb,
  startPostgres,
  type TestDatabase,
} from '@sojourn/test-servers'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { type DbBackend, dbBackend, mysql, postgres } from '../../src/index.ts'

/** How many connections a pool of `open` has. */
export const poolSize = 8

/** One kind of database server, with what tests do to it. */
export interface Database {
  readonly name: 'postgres' | 'mariadb'
  /** A database in the server that all test files share. */
  database(): Promise<TestDatabase>
  /** A server of one's own, to disturb. */
  start(): Promise<Server>
  /** A backend on a pool of its own, and what ends both. */
  open(url: string, table?: string): Opened
  /** Runs one statement on a connection of its own. */
  execute(url: string, sql: string): Promise<readonly Record<string, unknown>[]>
}

export interface Opened {
  readonly backend: DbBackend
  close(): Promise<void>
}

const postgresServer: Database = {
  name: 'postgres',
  database: postgresDatabase,
  start: () => startPostgres(),
  open: (url, table = 'sojourn_sessions') => {
    const pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: 2000,
    })
    pool.on('error', () => undefined)
    return opened(dbBackend(postgres({ pool, table })), pool)
  },
  execute: async (url, sql) => {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    await client.connect()
    try {
      const result = await client.query<Record<string, unknown>>(sql)
      return result.rows
    } finally {
      await client.end()
    }
  },
}

const mariadbServer: Database = {
  name: 'mariadb',
  database: mariadbDatabase,
  start: () => startMariadb(),
  open: (url, table = 'sojourn_sessions') => {
    const pool = createPool({ uri: url, connectionLimit: poolSize, connectTimeout: 2000 })
    return opened(dbBackend(mysql({ pool, table })), pool)
  },
  execute: async (url, sql) => {
    const pool = createPool({ uri: url, connectionLimit: 1, multipleStatements: true })
    try {
      const [rows] = await pool.query(sql)
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : []
    } finally {
      await pool.end()
    }
  },
}

export const databases: readonly Database[] = [postgresServer, mariadbServer]

/** The one of that name. */
export function databaseOf(name: string): Database {
  const found = databases.find((database) => database.name === name)
  if (found === undefined) throw new RangeError(`no database ${name}`)
  return found
}

/** A backend that is closed after the test, on a migrated table. */
export async function ready(database: Database, url: string, table?: string): Promise<DbBackend> {
  const { backend, close } = database.open(url, table)
  onTestFinished(close)
  await backend.migrate()
  return backend
}

function opened(backend: DbBackend, pool: { end(): Promise<void> }): Opened {
  return {
    backend,
    close: async () => {
      await backend.close()
      // A pool waits for what hangs; a test does not.
      await Promise.race([pool.end(), new Promise((resolve) => setTimeout(resolve, 2000).unref())])
    },
  }
}
