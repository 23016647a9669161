import { DatabaseSync } from 'node:sqlite'
import { type FloorSessions, floorLife, newKey } from './floor-sessions.ts'

/** One table, with the same pragmas that Sojourn's backend uses by default. */
export function sqliteFloor(path: string): FloorSessions {
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
    read(key) {
      const text = find.get(key, Date.now())?.['text']
      return typeof text === 'string' ? text : undefined
    },
    write(key = newKey(), text) {
      put.run(key, Date.now() + floorLife, text)
      return key
    },
    delete: (key) => void remove.run(key),
    close: async () => database.close(),
  }
}
