import type { SessionRecord } from '@sojourn/core'
import { integerOf } from '../integer-column.ts'
import { fromColumn, toColumn } from './column-text.ts'
import type { SqliteRow } from './database.ts'

/** What a record is bound to. */
export type Values = [
  string,
  string,
  string | Uint8Array | null,
  number,
  number,
  string | Uint8Array,
]

/** The values of a record, in the order of `recordColumns`. */
export function valuesOf(record: SessionRecord): Values {
  const owner = record.owner === null ? null : toColumn(record.owner)
  const { id, revision, expiresAt, endsAt, payload } = record
  return [id, revision, owner, expiresAt, endsAt, toColumn(payload)]
}

/** The record of a row. Throws where a column does not hold what was written there. */
export function recordOf(row: SqliteRow): SessionRecord {
  return {
    id: fromColumn(row['id']),
    revision: fromColumn(row['revision']),
    owner: row['owner'] === null ? null : fromColumn(row['owner']),
    expiresAt: integerOf(row['expires_at']),
    endsAt: integerOf(row['ends_at']),
    payload: fromColumn(row['payload']),
  }
}
