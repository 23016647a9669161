import { integerOf } from '../integer-column.ts'
import { refuseNewer, schemaVersion } from '../schema-version.ts'
import { rowOf, type SqliteDatabase } from './database.ts'
import { transaction } from './transaction.ts'

/** The columns and their declared types. ANY keeps text as text and a blob as a blob. */
export const columns: ReadonlyMap<string, string> = new Map([
  ['seq', 'INTEGER'],
  ['id', 'TEXT'],
  ['revision', 'TEXT'],
  ['owner', 'ANY'],
  ['expires_at', 'INTEGER'],
  ['ends_at', 'INTEGER'],
  ['payload', 'ANY'],
])

/** The statement that makes the index on the expiry. */
export function expiryIndex(table: string): string {
  return `CREATE INDEX IF NOT EXISTS ${table}_expires_at ON ${table} (expires_at)`
}

/** The statement that makes the index on the owner. */
export function ownerIndex(table: string): string {
  return `CREATE INDEX IF NOT EXISTS ${table}_owner ON ${table} (owner) WHERE owner IS NOT NULL`
}

/**
 * The version that the table was made in, 0 if it was not. It is a row of a small table of our own:
 * `user_version` belongs to the application whose file this may be.
 */
export function storedVersion(database: SqliteDatabase, table: string): number {
  const known = database
    .prepare(
      `SELECT 1 AS found FROM sqlite_schema WHERE type = 'table' AND name = 'sojourn_schema'`,
    )
    .get()
  if (known === undefined) return 0
  const row = rowOf(
    database.prepare('SELECT version FROM sojourn_schema WHERE table_name = ?').get(key(table)),
  )
  return row === null ? 0 : integerOf(row['version'])
}

/** Makes the table and its indexes, all or nothing, under the file's write lock. */
export function migrateSchema(database: SqliteDatabase, table: string): void {
  transaction(database, () => {
    refuseNewer(storedVersion(database, table), table)
    // A rowid table: one keyed by the random id is twice as large once a session passes 1 KB.
    database.exec(`CREATE TABLE IF NOT EXISTS ${table} (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      revision TEXT NOT NULL,
      owner ANY,
      expires_at INTEGER NOT NULL,
      ends_at INTEGER NOT NULL,
      payload ANY NOT NULL
    ) STRICT`)
    database.exec(expiryIndex(table))
    database.exec(ownerIndex(table))
    database.exec(`CREATE TABLE IF NOT EXISTS sojourn_schema (
      table_name TEXT NOT NULL PRIMARY KEY,
      version INTEGER NOT NULL
    ) STRICT`)
    database
      .prepare(
        `INSERT INTO sojourn_schema (table_name, version) VALUES (?, ?)
         ON CONFLICT (table_name) DO UPDATE SET version = excluded.version`,
      )
      .run(key(table), schemaVersion)
  })
}

// SQLite takes names that differ in case for one table.
function key(table: string): string {
  return table.toLowerCase()
}
