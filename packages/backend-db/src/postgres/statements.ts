import { recordColumns } from '../session-row.ts'

/** From so many on, one message that says "any of them" replaces one for each. */
const manyIds = 100

/**
 * How many of an owner's rows one statement deletes: so few that PostgreSQL finds each by an index,
 * also where the owner has a large part of the table.
 */
export const mostAtOnce = 1000

/** Every statement that requests use. The table's name is checked; all values are parameters. */
export interface Statements {
  readonly insert: string
  readonly find: string
  readonly replace: string
  readonly shorten: string
  readonly touch: string
  readonly remove: string
  readonly removeAll: string
  readonly removeOwned: string
  readonly removeListed: string
  readonly removeExpired: string
  readonly page: string
  readonly pageOwned: string
  readonly liveOfOwner: string
}

/**
 * The statements for a table. With a `channel`, each that changes what another process may remember
 * also tells it, and commits both or neither. Creating, touching and purging need not be told: what is
 * remembered then only looks older than it is.
 */
export function statementsFor(table: string, channel: string | null): Statements {
  const replace = (expiry: string): string =>
    telling(
      channel,
      "id || ':' || revision",
      `UPDATE ${table} SET revision = $1, owner = $2, expires_at = ${expiry}, ends_at = $4, payload = $5
        WHERE id = $6 AND revision = $7 AND expires_at > $8`,
    )
  // Rows are locked in the order of their ids, so that no two bulk deletes wait for each other.
  const removeMany = (condition: string): string =>
    `WITH doomed AS MATERIALIZED (
        SELECT id FROM ${table} WHERE ${condition} ORDER BY id LIMIT ${mostAtOnce} FOR UPDATE),
      gone AS (
        DELETE FROM ${table} AS target USING doomed WHERE target.id = doomed.id RETURNING target.id)
      SELECT ${tellingMany(channel)}, max(id) FROM gone`
  return {
    insert: `INSERT INTO ${table} (${recordColumns}) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (id) DO NOTHING`,
    find: `SELECT ${recordColumns} FROM ${table} WHERE id = $1 AND expires_at > $2`,
    replace: replace('LEAST(GREATEST(expires_at, $3), $4)'),
    shorten: replace('$3'),
    touch: `UPDATE ${table} SET expires_at = GREATEST(expires_at, LEAST($1, ends_at))
      WHERE id = $2 AND revision = $3 AND expires_at > $4`,
    remove: telling(channel, 'id', `DELETE FROM ${table} WHERE id = $1`),
    removeAll:
      channel === null
        ? `DELETE FROM ${table}`
        : // Asked once, before the first row.
          `DELETE FROM ${table} WHERE (SELECT pg_notify('${channel}', '*')::text) IS NOT NULL`,
    removeOwned: removeMany('owner = $1 AND id > $2 AND id IS DISTINCT FROM $3'),
    removeListed: removeMany('id = ANY ($1)'),
    removeExpired: `WITH doomed AS MATERIALIZED (
        SELECT id FROM ${table} WHERE expires_at <= $1
          ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      DELETE FROM ${table} AS target USING doomed WHERE target.id = doomed.id`,
    page: `SELECT ${recordColumns} FROM ${table}
      WHERE id > $1 AND expires_at > $2 ORDER BY id LIMIT $3`,
    pageOwned: `SELECT ${recordColumns} FROM ${table}
      WHERE owner = $4 AND id > $1 AND expires_at > $2 ORDER BY id LIMIT $3`,
    liveOfOwner: `SELECT id FROM ${table} WHERE owner = $1 AND expires_at > $2
      ORDER BY ends_at, id`,
  }
}

/** Gives one row for each row that was changed, as far as a client can count them. */
function telling(channel: string | null, message: string, change: string): string {
  if (channel === null) return change
  return `WITH changed AS (${change} RETURNING ${message} AS message)
    SELECT pg_notify('${channel}', message) FROM changed`
}

function tellingMany(channel: string | null): string {
  if (channel === null) return 'count(*)'
  return `count(pg_notify('${channel}',
    CASE WHEN (SELECT count(*) FROM gone) > ${manyIds} THEN '*' ELSE id END)::text)`
}
