import { recordColumns } from '../session-row.ts'

/** Keeps the inner select of a delete apart, so that rows are locked by their key, in its order. */
const all = '9223372036854775807'

/** Every statement that requests use. The table's name is checked; all values are parameters. */
export interface Statements {
  readonly insert: string
  readonly find: string
  readonly replace: string
  readonly shorten: string
  readonly touch: string
  readonly isAt: string
  readonly remove: string
  readonly removeAll: string
  readonly removeOwned: string
  readonly removeExpired: (limit: number) => string
  readonly page: (limit: number) => string
  readonly pageOwned: (limit: number) => string
  readonly liveOfOwner: string
}

/** The statements for a table. */
export function statementsFor(table: string): Statements {
  const replace = (expiry: string): string =>
    `UPDATE ${table} SET revision = ?, owner = ?, expires_at = ${expiry}, ends_at = ?, payload = ?
      WHERE id = ? AND revision = ? AND expires_at > ?`
  // Found without a lock, then locked one by one in the order of their ids and judged again: no two
  // bulk deletes wait for each other, and none locks what it does not delete.
  const removeMany = (condition: string, limit: string, again: string): string =>
    `DELETE target FROM ${table} AS target JOIN (
        SELECT id FROM ${table} WHERE ${condition} LIMIT ${limit}) AS doomed
      ON target.id = doomed.id WHERE ${again}`
  return {
    insert: `INSERT INTO ${table} (${recordColumns}) VALUES (?, ?, ?, ?, ?, ?)`,
    find: `SELECT ${recordColumns} FROM ${table} WHERE id = ? AND expires_at > ?`,
    replace: replace('LEAST(GREATEST(expires_at, ?), ?)'),
    shorten: replace('?'),
    touch: `UPDATE ${table} SET expires_at = GREATEST(expires_at, LEAST(?, ends_at))
      WHERE id = ? AND revision = ? AND expires_at > ?`,
    isAt: `SELECT 1 FROM ${table} WHERE id = ? AND revision = ? AND expires_at > ?`,
    remove: `DELETE FROM ${table} WHERE id = ?`,
    removeAll: `DELETE FROM ${table}`,
    removeOwned: removeMany('owner = ? AND id <> ? ORDER BY id', all, 'target.owner = ?'),
    removeExpired: (limit) =>
      removeMany('expires_at <= ? ORDER BY expires_at', count(limit), 'target.expires_at <= ?'),
    page: (limit) =>
      `SELECT ${recordColumns} FROM ${table}
        WHERE id > ? AND expires_at > ? ORDER BY id LIMIT ${count(limit)}`,
    pageOwned: (limit) =>
      `SELECT ${recordColumns} FROM ${table}
        WHERE owner = ? AND id > ? AND expires_at > ? ORDER BY id LIMIT ${count(limit)}`,
    liveOfOwner: `SELECT id FROM ${table} WHERE owner = ? AND expires_at > ? ORDER BY ends_at, id`,
  }
}

/** MySQL takes no number as a parameter of LIMIT. */
function count(limit: number): string {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`no number of rows: ${limit}`)
  return String(limit)
}
