import type { Problem } from '@sojourn/core'
import { noTable, tableProblems } from '../problems.ts'
import { serverProblems } from './check-server.ts'
import type { PostgresSettings } from './options.ts'
import { columns, expiryIndex, ownerIndex, storedVersion } from './schema.ts'
import type { Session } from './session.ts'

type Table = Pick<PostgresSettings, 'name' | 'table' | 'label'>

/** What is wrong with the table, by comparing what PostgreSQL says of it with what it should be. */
export async function checkSchema(session: Session, settings: Table): Promise<Problem[]> {
  const { label, table, name } = settings
  const server = await serverProblems(session, table, label)
  const found = await foundColumns(session, table)
  if (found.size === 0) return [noTable(label), ...server]
  const indexes = await session.run(
    `SELECT attname::text, (indisunique AND indpred IS NULL AND indnkeyatts = 1)::text
      FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
      WHERE indrelid = to_regclass($1) AND indisvalid`,
    [table],
  )
  const alter = `ALTER TABLE ${table} ALTER COLUMN`
  const problems = tableProblems(
    {
      columns: found,
      indexed: new Set(indexes.rows.map(([first]) => first)),
      hasUniqueId: indexes.rows.some(([first, isUnique]) => first === 'id' && isUnique === 'true'),
      version: await storedVersion(session, settings),
    },
    {
      label,
      columns,
      newTable: `Move it away (ALTER TABLE ${table} RENAME TO "${name}_old") and run await sessions.migrate(): every session in it ends.`,
      retype: (column, type) => `${alter} ${column} TYPE ${type}`,
      recollate: (column) => `${alter} ${column} TYPE text COLLATE "C"`,
      uniqueId: `ALTER TABLE ${table} ADD PRIMARY KEY (id)`,
      expiryIndex: expiryIndex(settings),
      ownerIndex: ownerIndex(settings),
    },
  )
  return [...problems, ...server]
}

async function foundColumns(
  session: Session,
  table: string,
): Promise<Map<string, { type: string; collation?: string }>> {
  // A collation that is not deterministic takes different texts for equal; the others only order them.
  const { rows } = await session.run(
    `SELECT attname::text, format_type(atttypid, atttypmod),
        CASE WHEN collisdeterministic THEN NULL ELSE collname END::text
      FROM pg_attribute LEFT JOIN pg_collation ON pg_collation.oid = attcollation
      WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [table],
  )
  return new Map(
    rows.map(([name, type, collation]) => [
      String(name),
      { type: String(type), ...(collation === null ? {} : { collation: String(collation) }) },
    ]),
  )
}
