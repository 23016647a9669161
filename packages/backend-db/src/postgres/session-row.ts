import type { SessionRecord } from '@sojourn/core'
import { integerOf } from '../integer-column.ts'
import { fromColumn, toColumn } from './column-text.ts'

/** The columns of a record, in the order in which statements name them. */
export const recordColumns = 'id, revision, owner, expires_at, ends_at, payload'

type Values = [string, string, string | null, number, number, string]

/** The values of a record, in the order of {@link recordColumns}. */
export function valuesOf(record: SessionRecord): Values {
  const { id, revision, owner, expiresAt, endsAt, payload } = record
  return [
    toColumn(id),
    toColumn(revision),
    owner === null ? null : toColumn(owner),
    expiresAt,
    endsAt,
    toColumn(payload),
  ]
}

/** The record of a row. Throws where a column does not hold what was written there. */
export function recordOf(row: readonly unknown[]): SessionRecord {
  const [id, revision, owner, expiresAt, endsAt, payload] = row
  return {
    id: fromColumn(id),
    revision: fromColumn(revision),
    owner: owner === null ? null : fromColumn(owner),
    expiresAt: integerOf(expiresAt),
    endsAt: integerOf(endsAt),
    payload: fromColumn(payload),
  }
}
