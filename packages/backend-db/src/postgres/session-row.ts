import type { SessionRecord } from '@sojourn/core'
import { toColumn } from './column-text.ts'

type Values = [string, string, string | null, number, number, string]

/** The values of a record, in the order of `recordColumns`. */
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
