import type { Problem } from '@sojourn/core'
import { rowOf, type SqliteDatabase, type SqliteRow } from './database.ts'
import { columns, expiryIndex, ownerIndex, schemaVersion, storedVersion } from './schema.ts'

const migrate = 'Run await sessions.migrate().'

/** What is wrong with the table, by comparing what SQLite says of it with what it should be. */
export function checkSchema(database: SqliteDatabase, table: string): Problem[] {
  const found = rows(database, 'SELECT name, type FROM pragma_table_info(?)', table)
  if (found.length === 0) return [{ what: `There is no table ${table}.`, fix: migrate }]
  return [
    ...columnProblems(found, table),
    ...indexProblems(database, table),
    ...versionProblems(database, table),
  ]
}

function columnProblems(found: readonly SqliteRow[], table: string): Problem[] {
  const types = new Map(found.map(({ name, type }) => [name, String(type).toUpperCase()]))
  const renew = `Move it away (ALTER TABLE ${table} RENAME TO ${table}_old) and run await sessions.migrate(): every session in it ends.`
  const problems: Problem[] = []
  for (const [name, type] of columns) {
    const actual = types.get(name)
    if (actual === undefined) {
      problems.push({ what: `The table ${table} has no column ${name}.`, fix: renew })
    } else if (actual !== type) {
      const what = `The column ${table}.${name} is ${actual || 'of no type'} and should be ${type}.`
      problems.push({ what, fix: renew })
    }
  }
  return problems
}

function indexProblems(database: SqliteDatabase, table: string): Problem[] {
  const indexes = rows(
    database,
    `SELECT info.name AS first, info.coll AS collation, list."unique" AS is_unique,
        (SELECT count(*) FROM pragma_index_info(list.name)) AS width
      FROM pragma_index_list(?) AS list, pragma_index_xinfo(list.name) AS info
      WHERE info.seqno = 0`,
    table,
  )
  const on = (name: string): SqliteRow[] => indexes.filter(({ first }) => first === name)
  const problems: Problem[] = []
  if (!on('id').some((index) => Number(index['is_unique']) === 1 && Number(index['width']) === 1)) {
    const fix = `CREATE UNIQUE INDEX ${table}_id ON ${table} (id)`
    problems.push({ what: `The ids of ${table} are not unique.`, fix })
  }
  for (const [name, statement] of [
    ['expires_at', expiryIndex(table)],
    ['owner', ownerIndex(table)],
  ] as const) {
    if (on(name).length === 0) {
      problems.push({
        what: `There is no index on ${table}.${name}.`,
        fix: `${migrate} Or: ${statement}`,
      })
    }
  }
  for (const { first, collation } of indexes) {
    if (collation !== 'BINARY') {
      const what = `The column ${table}.${String(first)} is compared by ${String(collation)}, not byte by byte.`
      problems.push({ what, fix: `Make the table anew without COLLATE ${String(collation)}.` })
    }
  }
  return problems
}

function versionProblems(database: SqliteDatabase, table: string): Problem[] {
  const version = storedVersion(database, table)
  if (version === schemaVersion) return []
  const what = `The table ${table} has schema ${version}; this package uses ${schemaVersion}.`
  return [{ what, fix: version < schemaVersion ? migrate : 'Upgrade @sojourn/backend-db.' }]
}

function rows(database: SqliteDatabase, sql: string, table: string): SqliteRow[] {
  return database
    .prepare(sql)
    .all(table)
    .map(rowOf)
    .filter((row) => row !== null)
}
