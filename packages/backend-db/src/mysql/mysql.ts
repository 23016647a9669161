import type { SessionRecord } from '@sojourn/core'
import { Calls } from '../calls.ts'
import type { Dialect } from '../dialect.ts'
import { pageOf, recordOf } from '../session-row.ts'
import { admit } from './admit.ts'
import { checkSchema } from './check.ts'
import { fromColumn, toColumn } from './column-bytes.ts'
import { explained, isDuplicate, isTransient } from './failures.ts'
import { type MysqlOptions, resolveSettings } from './options.ts'
import { poolHolder, targetOf } from './pool.ts'
import { PoolLessor } from './pool-lessor.ts'
import { removeAll, removeExpired } from './remove-many.ts'
import { migrateSchema } from './schema.ts'
import { Session } from './session.ts'
import { newValuesOf, valuesOf } from './session-row.ts'
import { type Statements, statementsFor } from './statements.ts'

/** How long `migrate` and `check`, which have no deadline of their own, may take. */
const patience = { migrate: 600_000, check: 10_000 }

/**
 * MySQL 8 or newer, or MariaDB 10.6 or newer, through a pool of `mysql2`. The table is made by
 * `sessions.migrate()`. Throws a `ConfigurationError` for wrong options.
 */
export function mysql(options: MysqlOptions): Dialect {
  const settings = resolveSettings(options)
  const { name, table } = settings
  const sql = statementsFor(table)
  const pool = poolHolder(settings.pool)
  const calls = new Calls({
    database: 'MySQL',
    lessor: new PoolLessor(() => pool.get()),
    open: (connection, signal) => new Session(connection, signal),
    isTransient,
    explained: (error) => explained(error, name),
  })
  const target = targetOf(settings.pool, name)

  return {
    name: 'mysql',
    ...(target === undefined ? {} : { target }),

    create: (record, { signal }) =>
      calls.run(signal, async (session) => {
        try {
          return (await session.change(sql.insert, newValuesOf(record))) === 1
        } catch (error) {
          if (isDuplicate(error)) return false
          throw error
        }
      }),

    read: (id, { now, signal }) =>
      calls.run(signal, (session) => findLive(session, sql, toColumn(id), now)),

    update: (record, base, { now, signal, shorten }) =>
      calls.run(signal, async (session) => {
        const [id, revision, owner, expiresAt, endsAt, payload] = valuesOf(record)
        const expiry = shorten ? [expiresAt] : [expiresAt, endsAt]
        const values = [revision, owner, ...expiry, endsAt, payload, id, toColumn(base), now]
        const changed = await session.change(shorten ? sql.shorten : sql.replace, values)
        // Each statement reads what is committed when it begins, after any lock was waited for.
        return changed === 1 ? 'updated' : ((await findLive(session, sql, id, now)) ?? 'gone')
      }),

    touch: (id, expiresAt, base, { now, signal }) =>
      calls.run(signal, async (session) => {
        const place = [toColumn(id), toColumn(base), now]
        if ((await session.change(sql.touch, [expiresAt, ...place])) === 1) return true
        // Without the flag FOUND_ROWS a row that is as it should be does not count.
        return (await session.rows(sql.isAt, place)).length === 1
      }),

    delete: (id, { signal }) =>
      calls.run(signal, async (session) => {
        return (await session.change(sql.remove, [toColumn(id)])) === 1
      }),

    clear: async ({ signal }) => void (await removeAll((step) => calls.run(signal, step), sql)),

    deleteByOwner: (owner, { signal, except = '' }) =>
      removeAll((step) => calls.run(signal, step), sql, {
        owner: toColumn(owner),
        except: toColumn(except),
      }),

    admit: (record, call) =>
      calls.run(call.signal, (session) => admit(session, sql, name, record, call)),

    page: ({ after, limit, owner }, { now, signal }) =>
      calls.run(signal, async (session) => {
        const from = [toColumn(String(after ?? '')), now]
        const rows =
          owner === undefined
            ? await session.rows(sql.page(limit), from)
            : await session.rows(sql.pageOwned(limit), [toColumn(owner), ...from])
        return pageOf(rows, limit, fromColumn)
      }),

    purge: (limit, { now, signal }) =>
      calls.run(signal, (session) => removeExpired(session, sql, limit, now)),

    migrate: () =>
      calls.run(AbortSignal.timeout(patience.migrate), (session) =>
        migrateSchema(session, settings),
      ),

    check: () =>
      calls.run(AbortSignal.timeout(patience.check), (session) => checkSchema(session, settings)),

    close: async () => {
      calls.close()
      await pool.close()
    },
  }
}

async function findLive(
  session: Session,
  sql: Statements,
  id: Buffer,
  now: number,
): Promise<SessionRecord | null> {
  const [row] = await session.rows(sql.find, [id, now])
  return row === undefined ? null : recordOf(row, fromColumn)
}
