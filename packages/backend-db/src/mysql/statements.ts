import { recordColumns } from '../session-row.ts'

/** Every statement that requests use. The table's name is checked; all values are parameters. */
export interface Statements {
  readonly insert: string
  readonly find: string
  readonly replace: string
  readonly shorten: string
  readonly touch: string
  readonly isAt: string
  readonly remove: string
  /** The next ids in their order, of everybody or of one owner. */
  readonly idsAfter: (limit: number) => string
  readonly ownedIdsAfter: (limit: number) => string
  readonly expiredIds: (limit: number) => string
  /** Each names so many ids. */
  readonly removeListed: (length: number) => string
  readonly removeListedOwned: (length: number) => string
  readonly removeListedExpired: (length: number) => string
  readonly page: (limit: number) => string
  readonly pageOwned: (limit: number) => string
  readonly liveOfOwner: string
}

/** The statements for a table. */
export function statementsFor(table: string): Statements {
  const replace = (expiry: string): string =>
    `UPDATE ${table} SET revision = ?, owner = ?, expires_at = ${expiry}, ends_at = ?, payload = ?
      WHERE id = ? AND revision = ? AND expires_at > ?`
  // By another index, or by a walk over the table, it would lock in another order, and more.
  const removeListed =
    (condition: string) =>
    (length: number): string =>
      `DELETE target FROM ${table} AS target FORCE INDEX (PRIMARY)
        WHERE target.id IN (${Array.from({ length }, () => '?').join(', ')})${condition}`
  return {
    insert: `INSERT INTO ${table} (${recordColumns}) VALUES (?, ?, ?, ?, ?, ?)`,
    find: `SELECT ${recordColumns} FROM ${table} WHERE id = ? AND expires_at > ?`,
    replace: replace('LEAST(GREATEST(expires_at, ?), ?)'),
    shorten: replace('?'),
    touch: `UPDATE ${table} SET expires_at = GREATEST(expires_at, LEAST(?, ends_at))
      WHERE id = ? AND revision = ? AND expires_at > ?`,
    isAt: `SELECT 1 FROM ${table} WHERE id = ? AND revision = ? AND expires_at > ?`,
    remove: `DELETE FROM ${table} WHERE id = ?`,
    idsAfter: (limit) => `SELECT id FROM ${table} WHERE id > ? ORDER BY id LIMIT ${count(limit)}`,
    ownedIdsAfter: (limit) =>
      `SELECT id FROM ${table} WHERE owner = ? AND id <> ? AND id > ?
        ORDER BY id LIMIT ${count(limit)}`,
    expiredIds: (limit) =>
      `SELECT id FROM ${table} WHERE expires_at <= ? ORDER BY expires_at LIMIT ${count(limit)}`,
    removeListed: removeListed(''),
    removeListedOwned: removeListed(' AND target.owner = ?'),
    removeListedExpired: removeListed(' AND target.expires_at <= ?'),
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
