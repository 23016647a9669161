import { type Server, startPostgres } from '@sojourn/test-servers'
import { Client } from 'pg'
import { pin, storeCore } from '../process/cores.ts'
import type { StoreServer } from './store-server.ts'

/** A PostgreSQL that counts statements and waits for no disk, on the core of the stores. */
export async function privatePostgres(): Promise<Server> {
  const config = ["shared_preload_libraries = 'pg_stat_statements'", 'shared_buffers = 256MB']
  const server = await startPostgres({ config })
  // Its further processes run where it does.
  pin(server.pid, storeCore)
  await asked(server.url, 'CREATE EXTENSION pg_stat_statements')
  return server
}

/** A database for one contender alone. */
export async function postgresStore(server: Server, name: string): Promise<StoreServer> {
  await asked(server.url, `CREATE DATABASE ${name}`)
  let before = await statements(server, name)
  return {
    url: server.url.replace(/postgres$/, name),
    take: async () => {
      const now = await statements(server, name)
      const grown = [...now]
        .map(([verb, calls]): [string, number] => [verb, calls - (before.get(verb) ?? 0)])
        .filter(([, calls]) => calls > 0)
      before = now
      return Object.fromEntries(grown)
    },
    // It goes with the server.
    stop: async () => {},
  }
}

/** Statements executed in a database so far, by their first word. */
async function statements(server: Server, name: string): Promise<Map<string, number>> {
  const rows = await asked(
    server.url,
    `SELECT upper(substring(s.query from '\\w+')) AS verb, sum(s.calls)::int AS calls
      FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = '${name}' GROUP BY 1`,
  )
  return new Map(rows.map(({ verb, calls }) => [String(verb), Number(calls)]))
}

async function asked(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
