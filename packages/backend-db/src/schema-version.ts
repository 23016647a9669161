import { ConfigurationError } from '@sojourn/core'

/** Raised with every change of the table's form, in every database. */
export const schemaVersion = 1

/** Refuses a table that a later version of this package has changed. */
export function refuseNewer(version: number, table: string): void {
  if (version <= schemaVersion) return
  throw new ConfigurationError(
    `the table ${table} has schema ${version} and this @sojourn/backend-db knows up to ${schemaVersion}: upgrade it in every process.`,
  )
}

/** What stands in the table's comment, where a database has comments. */
export const versionComment: string = `Sojourn sessions, schema ${schemaVersion}`

/** The version that a table's comment tells; 0 where it tells none. */
export function versionOf(comment: string): number {
  const [, version = '0'] = /^Sojourn sessions, schema (\d{1,9})/.exec(comment) ?? []
  return Number(version)
}
