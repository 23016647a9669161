import type { Call, SessionRecord } from '@sojourn/core'
import { evictions, type Limit, takenId } from '../evictions.ts'
import { fromColumn } from './column-text.ts'
import { rowOf } from './database.ts'
import { valuesOf } from './session-row.ts'
import type { Statements } from './statements.ts'
import { transaction } from './transaction.ts'

/**
 * Creates a record within its owner's limit, under the file's write lock. The oldest is the one with
 * the earliest absolute end; among equals the lowest id.
 */
export function admit(
  sql: Statements,
  record: SessionRecord,
  call: Call & Limit,
): string[] | false {
  return transaction(sql.database, () => {
    const values = valuesOf(record)
    const live = sql.liveOfOwner
      .all(values[2], call.now)
      .map((row) => fromColumn(rowOf(row)?.['id']))
    const evicted = evictions(live, call)
    if (evicted === false) return false
    for (const id of evicted) sql.remove.run(id)
    if (Number(sql.insert.run(...values).changes) !== 1) throw takenId(record.id)
    return evicted
  })
}
