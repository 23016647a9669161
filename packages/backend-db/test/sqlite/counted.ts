import type { DatabaseSync } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement, SqliteValue } from '../../src/index.ts'

/** A database that notes every statement which runs on it. */
export function counted(database: DatabaseSync): {
  database: SqliteDatabase
  statements: string[]
} {
  const statements: string[] = []
  const noting =
    <Values extends unknown[], Result>(sql: string, run: (...values: Values) => Result) =>
    (...values: Values): Result => {
      statements.push(sql)
      return run(...values)
    }
  return {
    statements,
    database: {
      isTransaction: false,
      exec: (sql) => noting(sql, () => database.exec(sql))(),
      prepare(sql) {
        const statement: SqliteStatement = database.prepare(sql)
        return {
          run: noting(sql, (...values: SqliteValue[]) => statement.run(...values)),
          get: noting(sql, (...values: SqliteValue[]) => statement.get(...values)),
          all: noting(sql, (...values: SqliteValue[]) => statement.all(...values)),
        }
      },
      close: () => database.close(),
    },
  }
}
