/** What a column is bound to or read as. */
export type SqliteValue = string | number | bigint | null | Uint8Array

/** One row, by column. */
export type SqliteRow = Record<string, unknown>

/**
 * The methods used of a prepared statement of `node:sqlite`.
 *
 * @foreign
 */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint }
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
}

/**
 * The methods used of an open `DatabaseSync` of `node:sqlite`.
 *
 * @foreign
 */
export interface SqliteDatabase {
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
  close(): void
  /** True while the application has a transaction of its own open. Absent before Node 22.16. */
  readonly isTransaction?: boolean
  /** The file's path, `null` for a database in memory. Absent before Node 22.16. */
  location?(): string | null
}

/** A row, whatever the driver's types say of it. */
export function rowOf(value: unknown): SqliteRow | null {
  return isRow(value) ? value : null
}

function isRow(value: unknown): value is SqliteRow {
  return typeof value === 'object' && value !== null
}
