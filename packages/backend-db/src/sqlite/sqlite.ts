import type { Problem, SessionRecord, UpdateCall } from '@sojourn/core'
import type { Dialect, Page } from '../dialect.ts'
import { integerOf } from '../integer-column.ts'
import { runMigrate } from '../problems.ts'
import { admit } from './admit.ts'
import { borrowed } from './borrowed.ts'
import { checkSchema } from './check.ts'
import { toColumn } from './column-text.ts'
import { Connection } from './connection.ts'
import { rowOf } from './database.ts'
import { resolveSettings, type SqliteOptions } from './options.ts'
import { migrateSchema } from './schema.ts'
import { recordOf, type Values, valuesOf } from './session-row.ts'
import type { Statements } from './statements.ts'
import { StoreFile } from './store-file.ts'

/**
 * SQLite through the driver that is built into Node (22.13 and later): nothing to install, one file.
 * The file is opened and the table made at first use; several processes may share it. Throws a
 * `ConfigurationError` for wrong options or an older Node.
 */
export function sqlite(options: SqliteOptions): Dialect {
  const { table, target, store } = resolveSettings(options)
  const source =
    'database' in store ? borrowed(store.database) : new StoreFile(store.path, store.synchronous)
  const connection = new Connection(source, table)

  return {
    name: 'sqlite',
    ...(target === undefined ? {} : { target }),

    create: (record, { signal }) =>
      connection.run(signal, (sql) => count(sql.insert.run(...valuesOf(record))) === 1),

    read: (id, { now, signal }) => connection.runRead(signal, (sql) => findLive(sql, id, now)),

    update: (record, base, call) =>
      connection.run(call.signal, (sql) => {
        const changed = count(replaced(sql, valuesOf(record), base, call))
        // Another process may write between the two statements: whatever it left is the answer.
        return changed === 1 ? 'updated' : (findLive(sql, record.id, call.now) ?? 'gone')
      }),

    touch: (id, expiresAt, base, { now, signal }) =>
      connection.run(signal, (sql) => count(sql.touch.run(expiresAt, id, base, now)) === 1),

    delete: (id, { signal }) => connection.run(signal, (sql) => count(sql.remove.run(id)) === 1),

    clear: ({ signal }) => connection.run(signal, (sql) => void sql.removeAll.run()),

    deleteByOwner: (owner, { signal, except }) =>
      connection.run(signal, (sql) => count(sql.removeOwned.run(toColumn(owner), except ?? null))),

    admit: (record, call) => connection.run(call.signal, (sql) => admit(sql, record, call)),

    page: ({ after, limit, owner }, { now, signal }) =>
      connection.run(signal, (sql) => {
        const from = after ?? 0
        const rows =
          owner === undefined
            ? sql.page.all(from, now, limit)
            : sql.pageOwned.all(toColumn(owner), from, now, limit)
        return pageOf(rows, limit)
      }),

    purge: (limit, { now, signal }) =>
      connection.run(signal, (sql) => count(sql.removeExpired.run(now, now, limit))),

    migrate: () => connection.runUnprepared((database) => migrateSchema(database, table)),

    check: async (): Promise<Problem[]> => {
      if (!connection.exists()) {
        return [{ what: `There is no file ${target}.`, fix: runMigrate }]
      }
      return connection.runUnprepared((database) => checkSchema(database, table))
    },

    close: async () => connection.close(),
  }
}

interface Changed {
  readonly changes: number | bigint
}

function replaced(
  sql: Statements,
  [id, revision, owner, expiresAt, endsAt, payload]: Values,
  base: string,
  { now, shorten, payloadOnly }: UpdateCall,
): Changed {
  if (payloadOnly) return sql.replacePayload.run(revision, payload, id, base, now)
  return shorten
    ? sql.shorten.run(revision, owner, expiresAt, endsAt, payload, id, base, now)
    : sql.replace.run(revision, owner, expiresAt, endsAt, endsAt, payload, id, base, now)
}

function findLive(sql: Statements, id: string, now: number): SessionRecord | null {
  const row = rowOf(sql.find.get(id, now))
  return row === null ? null : recordOf(row)
}

function pageOf(found: readonly unknown[], limit: number): Page {
  const rows = found.map(rowOf).filter((row) => row !== null)
  const last = rows.length === limit ? rows.at(-1) : undefined
  return {
    records: rows.map(recordOf),
    next: last === undefined ? null : integerOf(last['seq']),
  }
}

function count(result: Changed): number {
  return Number(result.changes)
}
