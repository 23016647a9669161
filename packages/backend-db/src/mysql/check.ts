import type { Problem } from '@sojourn/core'
import { noTable, tableProblems } from '../problems.ts'
import { serverProblems } from './check-server.ts'
import type { MysqlSettings } from './options.ts'
import { columns, expiryIndex, ownerIndex, storedIndexes, storedTable } from './schema.ts'
import type { Session } from './session.ts'

type Table = Pick<MysqlSettings, 'name' | 'table'>

/** What is wrong with the table, by comparing what MySQL says of it with what it should be. */
export async function checkSchema(session: Session, settings: Table): Promise<Problem[]> {
  const { name, table } = settings
  const server = await serverProblems(session)
  const stored = await storedTable(session, settings)
  if (stored === null) return [noTable(name), ...server]
  const indexes = await storedIndexes(session, settings)
  const alter = `ALTER TABLE ${table}`
  const retype = (column: string): string => `${alter} MODIFY ${column} ${definition(column)}`
  const problems = tableProblems(
    {
      columns: await foundColumns(session, name),
      indexed: new Set(indexes.keys()),
      hasUniqueId: indexes.get('id')?.isUnique === true,
      version: stored.version,
    },
    {
      label: name,
      columns,
      newTable: `Move it away (${alter} RENAME TO ${name}_old) and run await sessions.migrate(): every session in it ends.`,
      retype,
      recollate: retype,
      uniqueId: `${alter} ADD PRIMARY KEY (id)`,
      expiryIndex: expiryIndex(settings),
      ownerIndex: ownerIndex(settings),
    },
  )
  if (stored.engine !== 'innodb') {
    const what = `The table ${name} is kept by ${stored.engine}, which has no transactions.`
    problems.push({ what, fix: `${alter} ENGINE = InnoDB` })
  }
  return [...problems, ...server]
}

async function foundColumns(
  session: Session,
  name: string,
): Promise<Map<string, { type: string; collation?: string }>> {
  const rows = await session.rows(
    `SELECT LOWER(column_name), LOWER(column_type), collation_name
      FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?`,
    [name],
  )
  return new Map(
    rows.map(([column, type, collation]) => [
      String(column),
      {
        // MariaDB, and MySQL before 8, say how wide a number is shown.
        type: String(type).replace(/^bigint\(\d+\)$/, 'bigint'),
        ...(collation === null ? {} : { collation: String(collation) }),
      },
    ]),
  )
}

function definition(column: string): string {
  return `${columns.get(column)}${column === 'owner' ? '' : ' NOT NULL'}`
}
