import { createHash } from 'node:crypto'
import type { Call, SessionRecord } from '@sojourn/core'
import { evictions, type Limit, takenId } from '../evictions.ts'
import { fromColumn } from './column-text.ts'
import type { Session } from './session.ts'
import { valuesOf } from './session-row.ts'
import type { Statements } from './statements.ts'

/**
 * Creates a record within its owner's limit. Sign-ins of one owner go one after the other, under a
 * lock of the database that ends with the transaction; nobody else waits.
 */
export function admit(
  session: Session,
  sql: Statements,
  table: string,
  record: SessionRecord,
  call: Call & Limit,
): Promise<string[] | false> {
  return session.transaction(async () => {
    const values = valuesOf(record)
    const owner = values[2]
    // A statement of its own: the next one then sees what the last holder of the lock has committed.
    await session.run('SELECT pg_advisory_xact_lock($1)', [lockOf(table, owner)])
    const { rows } = await session.run(sql.liveOfOwner, [owner, call.now])
    const evicted = evictions(
      rows.map(([id]) => fromColumn(id)),
      call,
    )
    if (evicted === false) return false
    if (evicted.length > 0) {
      const columns = rows.slice(0, evicted.length).map(([id]) => String(id))
      await session.run(sql.removeListed, [columns])
    }
    const { rowCount } = await session.run(sql.insert, values)
    if (rowCount !== 1) throw takenId(record.id)
    return evicted
  })
}

/** A number for the owner, of 64 bits: two that share one only wait for each other. */
function lockOf(table: string, owner: string | null): string {
  const hash = createHash('sha256').update(`${table}\0${owner}`).digest()
  return hash.readBigInt64BE().toString()
}
