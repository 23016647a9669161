import { DatabaseSync } from 'node:sqlite'
import { dbBackend, sqlite } from '@sojourn/backend-db'
import { idOf, life, newText, type Pair, text, verbsOf } from './verbs.ts'

/** The least table, with the pragmas that the backend uses by default; and the backend. */
export async function sqlitePair(folder: string): Promise<Pair> {
  const raw = new DatabaseSync(`${folder}/raw.db`)
  raw.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = normal')
  raw.exec('CREATE TABLE sessions (id TEXT PRIMARY KEY, ends INTEGER, text TEXT) STRICT')
  const insert = raw.prepare('INSERT INTO sessions (id, ends, text) VALUES (?, ?, ?)')
  const find = raw.prepare('SELECT text FROM sessions WHERE id = ? AND ends > ?')
  const update = raw.prepare('UPDATE sessions SET text = ? WHERE id = ?')
  const touch = raw.prepare('UPDATE sessions SET ends = ? WHERE id = ?')
  const remove = raw.prepare('DELETE FROM sessions WHERE id = ?')
  const backend = dbBackend(sqlite({ path: `${folder}/sojourn.db` }))
  await backend.migrate()
  return {
    raw: {
      create: (number) => insert.run(idOf(number), Date.now() + life, text),
      read: (number) => find.get(idOf(number), Date.now()),
      update: (number) => update.run(newText, idOf(number)),
      touch: (number) => touch.run(Date.now() + 2 * life, idOf(number)),
      delete: (number) => remove.run(idOf(number)),
    },
    backend: verbsOf(backend),
    close: async () => {
      raw.close()
      await backend.close()
    },
  }
}
