import type { Problem } from '@sojourn/core'
import { noTable, tableProblems } from '../problems.ts'
import { rowOf, type SqliteDatabase, type SqliteRow } from './database.ts'
import { columns, expiryIndex, ownerIndex, storedVersion } from './schema.ts'

/** What is wrong with the table, by comparing what SQLite says of it with what it should be. */
export function checkSchema(database: SqliteDatabase, table: string): Problem[] {
  const found = rows(database, 'SELECT name, type FROM pragma_table_info(?)', table)
  if (found.length === 0) return [noTable(table)]
  const indexes = rows(
    database,
    `SELECT info.name AS first, info.coll AS collation, list."unique" AS is_unique,
        (SELECT count(*) FROM pragma_index_info(list.name)) AS width
      FROM pragma_index_list(?) AS list, pragma_index_xinfo(list.name) AS info
      WHERE info.seqno = 0`,
    table,
  )
  const renew = `Move it away (ALTER TABLE ${table} RENAME TO ${table}_old) and run await sessions.migrate(): every session in it ends.`
  return tableProblems(
    {
      // SQLite tells the collation of a column only by its index; those without one are not compared.
      columns: new Map(
        found.map(({ name, type }) => {
          const index = indexes.find(
            ({ first, collation }) => first === name && collation !== 'BINARY',
          )
          const collation = index === undefined ? {} : { collation: String(index['collation']) }
          return [String(name), { type: String(type).toUpperCase(), ...collation }]
        }),
      ),
      indexed: new Set(indexes.map(({ first }) => first)),
      hasUniqueId: indexes.some(
        ({ first, is_unique: isUnique, width }) =>
          first === 'id' && Number(isUnique) === 1 && Number(width) === 1,
      ),
      version: storedVersion(database, table),
    },
    {
      label: table,
      columns,
      newTable: renew,
      retype: () => renew,
      recollate: () => `Make the table anew, without COLLATE. ${renew}`,
      uniqueId: `CREATE UNIQUE INDEX ${table}_id ON ${table} (id)`,
      expiryIndex: expiryIndex(table),
      ownerIndex: ownerIndex(table),
    },
  )
}

function rows(database: SqliteDatabase, sql: string, table: string): SqliteRow[] {
  return database
    .prepare(sql)
    .all(table)
    .map(rowOf)
    .filter((row) => row !== null)
}
