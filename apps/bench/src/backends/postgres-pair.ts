import { dbBackend, type PostgresPool, type PostgresQuery, postgres } from '@sojourn/backend-db'
import { Pool } from 'pg'
import { type SameCalls, sameCalls } from './same-calls.ts'
import { idOf, life, newText, type Pair, text, verbsOf } from './verbs.ts'

const sameTable = 'same'

/** The least table by prepared statements of `pg`, and the backend, each on a pool of its own. */
export async function postgresPair(url: string): Promise<Pair> {
  const options = { connectionString: url, max: 10, connectionTimeoutMillis: 10_000 }
  const [raw, pool] = [new Pool(options), new Pool(options)]
  for (const each of [raw, pool]) each.on('error', () => {})
  await raw.query(
    'CREATE TABLE raw (id text PRIMARY KEY, ends bigint NOT NULL, text text NOT NULL)',
  )
  const backend = dbBackend(postgres({ pool, prepare: true }))
  await backend.migrate()
  await dbBackend(postgres({ pool, table: sameTable })).migrate()
  const run = (name: string, sql: string, values: unknown[]): Promise<unknown> =>
    raw.query({ name, text: sql, values })
  const ends = (): number => Date.now() + life
  return {
    raw: {
      create: (n) => run('create', 'INSERT INTO raw VALUES ($1, $2, $3)', [idOf(n), ends(), text]),
      read: (n) =>
        run('read', 'SELECT text FROM raw WHERE id = $1 AND ends > $2', [idOf(n), Date.now()]),
      update: (n) => run('update', 'UPDATE raw SET text = $2 WHERE id = $1', [idOf(n), newText]),
      touch: (n) => run('touch', 'UPDATE raw SET ends = $2 WHERE id = $1', [idOf(n), ends()]),
      delete: (n) => run('delete', 'DELETE FROM raw WHERE id = $1', [idOf(n)]),
    },
    backend: verbsOf(backend),
    same: sameStatements(raw),
    close: () => Promise.all([raw.end(), pool.end()]),
  }
}

/** The statements of a backend on a table of its own. */
function sameStatements(raw: Pool): SameCalls {
  const sent: PostgresQuery[] = []
  const client = {
    query: async (query: PostgresQuery) => {
      sent.push(query)
      return { rows: [], rowCount: 1 }
    },
    on: () => {},
    release: () => {},
  }
  const pool: PostgresPool = {
    connect: async () => client,
    end: async () => {},
    on: () => {},
    listenerCount: () => 1,
    totalCount: 0,
    options: {},
  }
  const backend = dbBackend(postgres({ pool, prepare: true, table: sameTable }))
  return sameCalls(backend, sent, (query) => raw.query(query))
}
