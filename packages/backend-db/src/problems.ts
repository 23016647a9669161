import type { Problem } from '@sojourn/core'
import { schemaVersion } from './schema-version.ts'

/** What to do about a table that is missing or of an older version. */
export const runMigrate = 'Run await sessions.migrate().'

/** What a database says of a table. */
export interface FoundTable {
  /** The type of each column, and the collation by which it is compared if that is not by bytes. */
  readonly columns: ReadonlyMap<string, { readonly type: string; readonly collation?: string }>
  /** The columns with which an index begins. */
  readonly indexed: ReadonlySet<unknown>
  /** True if no two rows can have one id. */
  readonly hasUniqueId: boolean
  readonly version: number
}

/** What a table should be, and the statements that make it so. */
export interface ExpectedTable {
  /** The table as it stands in messages. */
  readonly label: string
  readonly columns: ReadonlyMap<string, string>
  /** What to do about a column that is not there. */
  readonly newTable: string
  /** What to do about a column of another type. */
  retype(column: string, type: string): string
  /** What to do about a column that is not compared by bytes. */
  recollate(column: string): string
  readonly uniqueId: string
  readonly expiryIndex: string
  readonly ownerIndex: string
}

/** The table is not there. */
export function noTable(label: string): Problem {
  return { what: `There is no table ${label}.`, fix: runMigrate }
}

/** How a table differs from what it should be. */
export function tableProblems(found: FoundTable, expected: ExpectedTable): Problem[] {
  return [
    ...columnProblems(found, expected),
    ...indexProblems(found, expected),
    ...versionProblems(found, expected),
  ]
}

function columnProblems(found: FoundTable, expected: ExpectedTable): Problem[] {
  const { label } = expected
  const problems: Problem[] = []
  for (const [name, type] of expected.columns) {
    const actual = found.columns.get(name)
    if (actual === undefined) {
      problems.push({ what: `The table ${label} has no column ${name}.`, fix: expected.newTable })
      continue
    }
    if (actual.type !== type) {
      const is = actual.type === '' ? 'of no type' : actual.type
      const what = `The column ${label}.${name} is ${is} and should be ${type}.`
      problems.push({ what, fix: expected.retype(name, type) })
    }
    if (actual.collation !== undefined) {
      const what = `The column ${label}.${name} is compared by ${actual.collation}, not byte by byte.`
      problems.push({ what, fix: expected.recollate(name) })
    }
  }
  return problems
}

function indexProblems({ indexed, hasUniqueId }: FoundTable, expected: ExpectedTable): Problem[] {
  const { label } = expected
  const problems: Problem[] = []
  if (!hasUniqueId) {
    problems.push({ what: `The ids of ${label} are not unique.`, fix: expected.uniqueId })
  }
  for (const [column, statement] of [
    ['expires_at', expected.expiryIndex],
    ['owner', expected.ownerIndex],
  ] as const) {
    if (indexed.has(column)) continue
    const what = `There is no index on ${label}.${column}.`
    problems.push({ what, fix: `${runMigrate} Or: ${statement}` })
  }
  return problems
}

function versionProblems({ version }: FoundTable, { label }: ExpectedTable): Problem[] {
  if (version === schemaVersion) return []
  const what = `The table ${label} has schema ${version}; this package uses ${schemaVersion}.`
  return [{ what, fix: version < schemaVersion ? runMigrate : 'Upgrade @sojourn/backend-db.' }]
}
