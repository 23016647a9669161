import { refuseNewer, versionComment, versionOf } from '../schema-version.ts'
import type { PostgresSettings } from './options.ts'
import type { Session } from './session.ts'

type Table = Pick<PostgresSettings, 'name' | 'table' | 'label'>

/** A lock that every process takes to migrate, whatever its table. */
const migrationLock = '7308604759731041652'

/** The columns and their types. */
export const columns: ReadonlyMap<string, string> = new Map([
  ['id', 'text'],
  ['revision', 'text'],
  ['owner', 'text'],
  ['expires_at', 'bigint'],
  ['ends_at', 'bigint'],
  ['payload', 'text'],
])

/** The statement that makes the index on the expiry. */
export function expiryIndex({ name, table }: Table): string {
  return `CREATE INDEX IF NOT EXISTS "${name}_expires_at" ON ${table} (expires_at)`
}

/** The statement that makes the index on the owner, in which one owner's sessions stand in pages. */
export function ownerIndex({ name, table }: Table): string {
  return `CREATE INDEX IF NOT EXISTS "${name}_owner" ON ${table} (owner, id) WHERE owner IS NOT NULL`
}

/** The version that the table was made in, 0 if it was not. */
export async function storedVersion(session: Session, { table }: Table): Promise<number> {
  const { rows } = await session.run(`SELECT obj_description(to_regclass($1), 'pg_class')::text`, [
    table,
  ])
  return versionOf(String(rows[0]?.[0] ?? ''))
}

/** Makes the table and its indexes, all or nothing; one process at a time, and the others wait. */
export function migrateSchema(session: Session, table: Table): Promise<void> {
  return session.transaction(async () => {
    // The pool's limits are for requests.
    await session.run('SET LOCAL statement_timeout = 0')
    await session.run('SET LOCAL lock_timeout = 0')
    await session.run('SELECT pg_advisory_xact_lock($1)', [migrationLock])
    refuseNewer(await storedVersion(session, table), table.label)
    // Byte order in every index: it needs no rules of a language, which change with the system's.
    await session.run(`CREATE TABLE IF NOT EXISTS ${table.table} (
      id text COLLATE "C" PRIMARY KEY,
      revision text COLLATE "C" NOT NULL,
      owner text COLLATE "C",
      expires_at bigint NOT NULL,
      ends_at bigint NOT NULL,
      payload text COLLATE "C" NOT NULL
    )`)
    await session.run(expiryIndex(table))
    await session.run(ownerIndex(table))
    await session.run(`COMMENT ON TABLE ${table.table} IS '${versionComment}'`)
  })
}
