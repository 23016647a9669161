import { ConfigurationError } from '@sojourn/core'
import type { SqliteDatabase } from './database.ts'

/**
 * Opens a file with the SQLite that is built into Node. It is looked up rather than imported, so that
 * this package loads on a Node without it, and no bundler tries to resolve it.
 */
export function nodeSqlite(): (path: string) => SqliteDatabase {
  const driver = process.getBuiltinModule?.('node:sqlite')
  if (driver === undefined) {
    throw new ConfigurationError(
      `sqlite() uses node:sqlite, which Node has from 22.13 on; this is Node ${process.versions.node}. Upgrade Node, or use another backend.`,
    )
  }
  return (path) => new driver.DatabaseSync(path)
}
