export { type DbBackend, dbBackend } from './db-backend.ts'
export type { Cursor, Dialect, Page, PageQuery } from './dialect.ts'
export type {
  MysqlCallbackPool,
  MysqlConnection,
  MysqlPool,
  MysqlPromisePool,
  MysqlQuery,
  MysqlValue,
} from './mysql/client.ts'
export { mysql } from './mysql/mysql.ts'
export type { MysqlOptions } from './mysql/options.ts'
export type {
  PostgresClient,
  PostgresListener,
  PostgresListening,
  PostgresNotification,
  PostgresPool,
  PostgresPoolClient,
  PostgresQuery,
  PostgresResult,
  PostgresValue,
} from './postgres/client.ts'
export type { PostgresOptions } from './postgres/options.ts'
export { postgres } from './postgres/postgres.ts'
export type { SqliteDatabase, SqliteRow, SqliteStatement, SqliteValue } from './sqlite/database.ts'
export type { SqliteOptions } from './sqlite/options.ts'
export { sqlite } from './sqlite/sqlite.ts'
