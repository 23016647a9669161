import { Buffer } from 'node:buffer'
import type { MysqlValue } from './client.ts'
import type { Session } from './session.ts'
import type { Statements } from './statements.ts'

/** The most rows that one statement deletes. */
const most = 1000

/** How many ids a statement names: few numbers, so that few statements are prepared. */
const lengths = [1, 10, 100, most]

/** Runs one step on a connection; again where MySQL undid it for another's sake. */
type Run = <Result>(step: (session: Session) => Promise<Result>) => Promise<Result>

/** Removes every session, or every one of an owner save `except`, in the order of their ids. */
export async function removeAll(
  run: Run,
  sql: Statements,
  owned?: { readonly owner: Buffer; readonly except: Buffer },
): Promise<number> {
  let removed = 0
  let after: Buffer | undefined = Buffer.alloc(0)
  while (after !== undefined) {
    const from: Buffer = after
    const ids = await run(async (session) =>
      idsOf(
        owned === undefined
          ? await session.rows(sql.idsAfter(most), [from])
          : await session.rows(sql.ownedIdsAfter(most), [owned.owner, owned.except, from]),
      ),
    )
    if (ids.length === 0) break
    removed += await run((session) =>
      owned === undefined
        ? remove(session, sql.removeListed, ids, [])
        : remove(session, sql.removeListedOwned, ids, [owned.owner]),
    )
    after = ids.length < most ? undefined : ids.at(-1)
  }
  return removed
}

/** Removes some of what has expired, the longest ago first. */
export async function removeExpired(
  session: Session,
  sql: Statements,
  limit: number,
  now: number,
): Promise<number> {
  const ids = idsOf(await session.rows(sql.expiredIds(limit), [now]))
  let removed = 0
  for (let start = 0; start < ids.length; start += most) {
    const some = ids.slice(start, start + most)
    removed += await remove(session, sql.removeListedExpired, some, [now])
  }
  return removed
}

/**
 * The rows were found without a lock; here they are locked by their key, in its order, and judged
 * again. So no two bulk deletes wait for each other, and none locks what it does not delete.
 */
async function remove(
  session: Session,
  statement: (length: number) => string,
  ids: readonly Buffer[],
  condition: readonly MysqlValue[],
): Promise<number> {
  const [first] = ids
  if (first === undefined) return 0
  const length = lengths.find((each) => each >= ids.length) ?? most
  const padding = Array.from({ length: length - ids.length }, () => first)
  return session.change(statement(length), [...ids, ...padding, ...condition])
}

function idsOf(rows: readonly (readonly unknown[])[]): Buffer[] {
  return rows.map(([id]) => id).filter((id) => Buffer.isBuffer(id))
}
