import { DatabaseSync } from 'node:sqlite'
import { type FloorStore, floorLife } from './floor-store.ts'

/** One table, with the same pragmas that Sojourn's backend uses by default. */
export function sqliteStore(path: string): FloorStore {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = normal')
  database.exec('CREATE TABLE sessions (id TEXT PRIMARY KEY, end INTEGER, text TEXT) STRICT')
  const find = database.prepare('SELECT text FROM sessions WHERE id = ? AND end > ?')
  const put = database.prepare(
    `INSERT INTO sessions (id, end, text) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET end = excluded.end, text = excluded.text`,
  )
  const remove = database.prepare('DELETE FROM sessions WHERE id = ?')
  return {
    get(id) {
      const text = find.get(id, Date.now())?.['text']
      return typeof text === 'string' ? text : undefined
    },
    set: (id, text) => void put.run(id, Date.now() + floorLife, text),
    delete: (id) => void remove.run(id),
    close: () => database.close(),
  }
}
