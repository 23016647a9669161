import type { SqliteDatabase } from './database.ts'
import { OpenTransactionError, resultCode } from './failures.ts'
import type { Source } from './store-file.ts'

// What SQLite answers to a transaction within another, https://sqlite.org/rescode.html
const sqlError = 1

/** A database that the application opened: used between its transactions, and never closed. */
export function borrowed(database: SqliteDatabase): Source {
  return {
    open() {
      // Our statements would become part of the application's transaction, and end with it.
      if (hasOpenTransaction(database)) {
        throw new OpenTransactionError('the application has a transaction open on this database')
      }
      return database
    },
    exists: () => true,
    discard: () => undefined,
  }
}

function hasOpenTransaction(database: SqliteDatabase): boolean {
  if (database.isTransaction !== undefined) return database.isTransaction
  // Before Node 22.16 only SQLite can be asked: it begins no transaction within another.
  try {
    database.exec('BEGIN')
  } catch (error) {
    if (resultCode(error) === sqlError) return true
    throw error
  }
  database.exec('COMMIT')
  return false
}
