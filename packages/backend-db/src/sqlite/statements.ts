import { recordColumns } from '../session-row.ts'
import type { SqliteDatabase, SqliteStatement } from './database.ts'

/** Every statement that live requests use, prepared once for a handle. */
export class Statements {
  readonly database: SqliteDatabase
  readonly insert: SqliteStatement
  readonly find: SqliteStatement
  readonly replace: SqliteStatement
  /** Leaves all columns alone that have an index: half of the work. */
  readonly replacePayload: SqliteStatement
  readonly shorten: SqliteStatement
  readonly touch: SqliteStatement
  readonly remove: SqliteStatement
  readonly removeAll: SqliteStatement
  readonly removeExpired: SqliteStatement
  readonly removeOwned: SqliteStatement
  readonly page: SqliteStatement
  readonly pageOwned: SqliteStatement
  readonly liveOfOwner: SqliteStatement

  constructor(database: SqliteDatabase, table: string) {
    const live = `id = ? AND revision = ? AND expires_at > ?`
    const replace = (expiry: string): string =>
      `UPDATE ${table} SET revision = ?, owner = ?, expires_at = ${expiry}, ends_at = ?, payload = ? WHERE ${live}`
    this.database = database
    this.insert = database.prepare(
      `INSERT INTO ${table} (${recordColumns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    )
    this.find = database.prepare(
      `SELECT ${recordColumns} FROM ${table} WHERE id = ? AND expires_at > ?`,
    )
    this.replace = database.prepare(replace('min(max(expires_at, ?), ?)'))
    this.replacePayload = database.prepare(
      `UPDATE ${table} SET revision = ?, payload = ? WHERE ${live}`,
    )
    this.shorten = database.prepare(replace('?'))
    this.touch = database.prepare(
      `UPDATE ${table} SET expires_at = max(expires_at, min(?, ends_at)) WHERE ${live}`,
    )
    this.remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`)
    this.removeAll = database.prepare(`DELETE FROM ${table}`)
    this.removeExpired = database.prepare(
      `DELETE FROM ${table} WHERE expires_at <= ? AND seq IN
        (SELECT seq FROM ${table} WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`,
    )
    this.removeOwned = database.prepare(`DELETE FROM ${table} WHERE owner = ? AND id IS NOT ?`)
    this.page = database.prepare(
      `SELECT seq, ${recordColumns} FROM ${table}
        WHERE seq > ? AND expires_at > ? ORDER BY seq LIMIT ?`,
    )
    this.pageOwned = database.prepare(
      `SELECT seq, ${recordColumns} FROM ${table}
        WHERE owner = ? AND seq > ? AND +expires_at > ? ORDER BY seq LIMIT ?`,
    )
    this.liveOfOwner = database.prepare(
      `SELECT id FROM ${table} WHERE owner = ? AND +expires_at > ? ORDER BY ends_at, id`,
    )
  }
}
