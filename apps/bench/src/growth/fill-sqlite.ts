import { DatabaseSync } from 'node:sqlite'
import { dbBackend, sqlite } from '@sojourn/backend-db'
import type { FilledStore } from './filled-store.ts'
import { copyId, templateOn } from './template.ts'

/** The SQLite backend; copies go straight into its table. */
export async function filledSqlite(path: string): Promise<FilledStore> {
  const template = await templateOn(dbBackend(sqlite({ path, table: 'sessions' })))
  const database = new DatabaseSync(path)
  const copy = database.prepare(
    `INSERT INTO sessions (id, revision, owner, expires_at, ends_at, payload)
      SELECT ?, revision, owner, expires_at, ends_at, payload FROM sessions WHERE id = ?`,
  )
  return {
    ...template,
    width: 1,
    fill: async (from, to) => {
      database.exec('BEGIN')
      for (let i = from; i < to; i++) copy.run(copyId(template, i), template.record.id)
      database.exec('COMMIT')
    },
    close: async () => {
      await template.sessions.close()
      database.close()
    },
  }
}
