import type { SessionRecord } from '@sojourn/core'
import type { Page } from './dialect.ts'
import { integerOf } from './integer-column.ts'

/** The columns of a record, in the order in which statements name them. */
export const recordColumns = 'id, revision, owner, expires_at, ends_at, payload'

/** The text of a column. Throws for what was never written there. */
type TextOf = (value: unknown) => string

/** The record of a row. Throws where a column does not hold what was written there. */
export function recordOf(row: readonly unknown[], textOf: TextOf): SessionRecord {
  const [id, revision, owner, expiresAt, endsAt, payload] = row
  return {
    id: textOf(id),
    revision: textOf(revision),
    owner: owner === null ? null : textOf(owner),
    expiresAt: integerOf(expiresAt),
    endsAt: integerOf(endsAt),
    payload: textOf(payload),
  }
}

/** A page of rows in the order of their ids, `limit` of which were asked for. */
export function pageOf(rows: readonly (readonly unknown[])[], limit: number, textOf: TextOf): Page {
  const last = rows.length === limit ? rows.at(-1) : undefined
  return {
    records: rows.map((row) => recordOf(row, textOf)),
    next: last === undefined ? null : textOf(last[0]),
  }
}
