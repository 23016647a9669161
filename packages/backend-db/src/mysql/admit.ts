import { createHash } from 'node:crypto'
import type { Call, SessionRecord } from '@sojourn/core'
import { evictions, type Limit, takenId } from '../evictions.ts'
import { fromColumn } from './column-bytes.ts'
import { isDuplicate } from './failures.ts'
import { withLock } from './lock.ts'
import type { Session } from './session.ts'
import { newValuesOf } from './session-row.ts'
import type { Statements } from './statements.ts'

/**
 * Creates a record within its owner's limit. Sign-ins of one owner go one after the other, under a
 * named lock of the server; nobody else waits.
 */
export function admit(
  session: Session,
  sql: Statements,
  table: string,
  record: SessionRecord,
  call: Call & Limit,
): Promise<string[] | false> {
  const values = newValuesOf(record)
  const owner = values[2]
  const lock = createHash('sha256')
    .update(`${table}\0`)
    .update(owner ?? '')
    .digest('hex')
  return withLock(session, lock, async () => {
    const rows = await session.rows(sql.liveOfOwner, [owner, call.now])
    const evicted = evictions(
      rows.map(([id]) => fromColumn(id)),
      call,
    )
    if (evicted === false) return false
    if (evicted.length === 0) await insert()
    else {
      await session.transaction(async () => {
        for (const [id] of rows.slice(0, evicted.length)) {
          if (Buffer.isBuffer(id)) await session.change(sql.remove, [id])
        }
        await insert()
      })
    }
    return evicted
  })

  async function insert(): Promise<void> {
    try {
      await session.change(sql.insert, values)
    } catch (error) {
      throw isDuplicate(error) ? takenId(record.id) : error
    }
  }
}
