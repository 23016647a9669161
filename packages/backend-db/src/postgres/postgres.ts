import type { SessionRecord, Watch } from '@sojourn/core'
import { Calls } from '../calls.ts'
import type { Dialect } from '../dialect.ts'
import { pageOf, recordOf } from '../session-row.ts'
import { admit } from './admit.ts'
import { channelOf } from './channel.ts'
import { checkSchema } from './check.ts'
import type { PostgresResult, PostgresValue } from './client.ts'
import { fromColumn, toColumn } from './column-text.ts'
import { explained, isTransient } from './failures.ts'
import { type PostgresOptions, resolveSettings } from './options.ts'
import { removeOwned } from './remove-owned.ts'
import { migrateSchema } from './schema.ts'
import { Session } from './session.ts'
import { valuesOf } from './session-row.ts'
import { sourceOf } from './source.ts'
import { type Statements, statementsFor } from './statements.ts'
import { targetOf } from './target.ts'
import { PostgresWatch } from './watch.ts'

/** How long `migrate` and `check`, which have no deadline of their own, may take. */
const patience = { migrate: 600_000, check: 10_000 }

/**
 * PostgreSQL 13 or newer through the `Pool` or a `Client` of `pg`. The table is made by
 * `sessions.migrate()`. Throws a `ConfigurationError` for wrong options.
 */
export function postgres(options: PostgresOptions): Dialect {
  const settings = resolveSettings(options)
  const { label, table, prepare, notify } = settings
  const channel = notify ? channelOf(table) : null
  const sql = statementsFor(table, channel)
  const source = sourceOf(settings)
  const calls = new Calls({
    database: 'PostgreSQL',
    lessor: source.requests,
    open: (client, signal) => new Session(client, signal, prepare),
    isTransient,
    explained: (error) => explained(error, label),
  })
  const { listening } = source
  const target = targetOf(settings.source, label)
  const watches = new Set<Watch>()

  return {
    name: 'postgres',
    ...(target === undefined ? {} : { target }),

    create: (record, { signal }) =>
      calls.run(signal, async (session) => {
        const { rowCount } = await session.runOften(sql.insert, valuesOf(record))
        return rowCount === 1
      }),

    read: (id, { now, signal }) =>
      calls.run(signal, (session) => findLive(session, sql, toColumn(id), now)),

    update: (record, base, { now, signal, shorten }) =>
      calls.run(signal, async (session) => {
        const [id, ...values] = valuesOf(record)
        const text = shorten ? sql.shorten : sql.replace
        const { rowCount } = await session.runOften(text, [...values, id, toColumn(base), now])
        if (rowCount === 1) return 'updated'
        // A statement of its own: one that began before the lock was waited for would read what was.
        return (await findLive(session, sql, id, now)) ?? 'gone'
      }),

    touch: (id, expiresAt, base, { now, signal }) =>
      calls.run(signal, async (session) => {
        const values = [expiresAt, toColumn(id), toColumn(base), now]
        const { rowCount } = await session.runOften(sql.touch, values)
        return rowCount === 1
      }),

    delete: (id, { signal }) =>
      calls.run(signal, async (session) => {
        const { rowCount } = await session.runOften(sql.remove, [toColumn(id)])
        return rowCount === 1
      }),

    clear: ({ signal }) =>
      calls.run(signal, async (session) => void (await session.run(sql.removeAll))),

    deleteByOwner: (owner, { signal, except }) => {
      const run = (text: string, values: PostgresValue[]): Promise<PostgresResult> =>
        calls.run(signal, (session) => session.run(text, values))
      const kept = except === undefined ? null : toColumn(except)
      return removeOwned(run, sql, toColumn(owner), kept)
    },

    admit: (record, call) =>
      calls.run(call.signal, (session) => admit(session, sql, table, record, call)),

    page: ({ after, limit, owner }, { now, signal }) =>
      calls.run(signal, async (session) => {
        const from = [toColumn(String(after ?? '')), now, limit]
        const { rows } =
          owner === undefined
            ? await session.run(sql.page, from)
            : await session.run(sql.pageOwned, [...from, toColumn(owner)])
        return pageOf(rows, limit, fromColumn)
      }),

    purge: (limit, { now, signal }) =>
      calls.run(signal, async (session) => {
        const { rowCount } = await session.run(sql.removeExpired, [now, limit])
        return rowCount ?? 0
      }),

    migrate: () =>
      calls.run(AbortSignal.timeout(patience.migrate), (session) =>
        migrateSchema(session, settings),
      ),

    check: async () => [
      ...(await calls.run(AbortSignal.timeout(patience.check), (session) =>
        checkSchema(session, settings),
      )),
      ...source.problems(),
    ],

    close: async () => {
      calls.close()
      await Promise.all([...watches].map((watch) => watch.close()))
      await source.close()
    },

    ...(channel === null || listening === null
      ? {}
      : {
          watch: async (listener) => {
            const notify = (to: string, signal: AbortSignal) =>
              calls.run(signal, (session) => session.run(`NOTIFY ${to}`))
            const watch = new PostgresWatch({ lessor: listening(), channel, notify }, listener)
            watches.add(watch)
            await watch.start()
            return watch
          },
        }),
  }
}

async function findLive(
  session: Session,
  sql: Statements,
  id: string,
  now: number,
): Promise<SessionRecord | null> {
  const { rows } = await session.runOften(sql.find, [id, now])
  return rows[0] === undefined ? null : recordOf(rows[0], fromColumn)
}
