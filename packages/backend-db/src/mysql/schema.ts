import { refuseNewer, versionComment, versionOf } from '../schema-version.ts'
import { withLock } from './lock.ts'
import type { MysqlSettings } from './options.ts'
import type { Session } from './session.ts'
import { columnBytes } from './session-row.ts'

type Table = Pick<MysqlSettings, 'name' | 'table'>

/** The columns and their types. */
export const columns: ReadonlyMap<string, string> = new Map([
  ['id', `varbinary(${columnBytes.id})`],
  ['revision', `varbinary(${columnBytes.revision})`],
  ['owner', `varbinary(${columnBytes.owner})`],
  ['expires_at', 'bigint'],
  ['ends_at', 'bigint'],
  ['payload', 'longblob'],
])

/** The statement that makes the index on the expiry. */
export function expiryIndex({ name, table }: Table): string {
  return `CREATE INDEX ${name}_expires_at ON ${table} (expires_at)`
}

/** The statement that makes the index on the owner, in which one owner's sessions stand in pages. */
export function ownerIndex({ name, table }: Table): string {
  return `CREATE INDEX ${name}_owner ON ${table} (owner, id)`
}

/** What the server says of the table: its engine and its comment; `null` if there is none. */
export async function storedTable(
  session: Session,
  { name }: Table,
): Promise<{ readonly engine: string; readonly version: number } | null> {
  const [row] = await session.rows(
    `SELECT LOWER(engine), table_comment FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name = ?`,
    [name],
  )
  if (row === undefined) return null
  return { engine: String(row[0]), version: versionOf(String(row[1])) }
}

/** The columns with which an index begins, and whether that index holds each id only once. */
export async function storedIndexes(
  session: Session,
  { name }: Table,
): Promise<ReadonlyMap<string, { readonly isUnique: boolean }>> {
  const rows = await session.rows(
    `SELECT MIN(CASE WHEN seq_in_index = 1 THEN LOWER(column_name) END), MIN(non_unique), COUNT(*)
      FROM information_schema.statistics
      WHERE table_schema = DATABASE() AND table_name = ? GROUP BY index_name`,
    [name],
  )
  const found = new Map<string, { isUnique: boolean }>()
  for (const [first, nonUnique, width] of rows) {
    const isUnique = Number(nonUnique) === 0 && Number(width) === 1
    if (isUnique || !found.has(String(first))) found.set(String(first), { isUnique })
  }
  return found
}

/** Makes the table and what indexes it lacks; one process at a time, and the others wait. */
export function migrateSchema(session: Session, table: Table): Promise<void> {
  return withLock(session, 'sojourn migrate', async () => {
    refuseNewer((await storedTable(session, table))?.version ?? 0, table.name)
    await session.command(`CREATE TABLE IF NOT EXISTS ${table.table} (
      id ${columns.get('id')} NOT NULL PRIMARY KEY,
      revision ${columns.get('revision')} NOT NULL,
      owner ${columns.get('owner')},
      expires_at bigint NOT NULL,
      ends_at bigint NOT NULL,
      payload longblob NOT NULL,
      INDEX ${table.name}_expires_at (expires_at),
      INDEX ${table.name}_owner (owner, id)
    ) ENGINE = InnoDB ROW_FORMAT = DYNAMIC COMMENT = '${versionComment}'`)
    const indexes = await storedIndexes(session, table)
    if (!indexes.has('expires_at')) await session.command(expiryIndex(table))
    if (!indexes.has('owner')) await session.command(ownerIndex(table))
    if ((await storedTable(session, table))?.version === 0) {
      await session.command(`ALTER TABLE ${table.table} COMMENT = '${versionComment}'`)
    }
  })
}
