import type { SqliteDatabase } from './database.ts'

/** Runs work under the file's write lock; what throws is undone. */
export function transaction<Result>(database: SqliteDatabase, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(database)
    throw error
  }
}

function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // A full disk and some other failures have rolled back already: then there is nothing to undo.
  }
}
