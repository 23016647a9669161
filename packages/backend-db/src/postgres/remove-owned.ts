import { integerOf } from '../integer-column.ts'
import type { PostgresResult, PostgresValue } from './client.ts'
import { mostAtOnce, type Statements } from './statements.ts'

/**
 * Removes an owner's sessions save `except`, in the order of their ids, each statement on its own;
 * texts are as columns hold them.
 */
export async function removeOwned(
  run: (text: string, values: PostgresValue[]) => Promise<PostgresResult>,
  sql: Statements,
  owner: string,
  except: string | null,
): Promise<number> {
  let removed = 0
  let after = ''
  for (;;) {
    const { rows } = await run(sql.removeOwned, [owner, after, except])
    const [count, last] = rows[0] ?? []
    removed += integerOf(count)
    if (integerOf(count) < mostAtOnce) return removed
    after = String(last)
  }
}
