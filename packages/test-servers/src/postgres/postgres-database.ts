import pg from 'pg'
import { uniqueName, withDatabase } from '../shared/namespace.ts'
import { sharedServer } from '../shared/shared-server.ts'
import type { TestDatabase } from '../shared/test-database.ts'

/** A new, empty database in the shared PostgreSQL. */
export async function postgresDatabase(): Promise<TestDatabase> {
  const { url } = await sharedServer('postgres')
  const name = uniqueName()
  const execute = async (statement: string): Promise<void> => {
    const client = new pg.Client(url)
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await execute(`CREATE DATABASE ${name}`)
  return {
    url: withDatabase(url, name),
    name,
    remove: () => execute(`DROP DATABASE ${name} WITH (FORCE)`),
  }
}
