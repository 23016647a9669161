import { createConnection } from 'mysql2/promise'
import { uniqueName, withDatabase } from '../shared/namespace.ts'
import { sharedServer } from '../shared/shared-server.ts'
import type { TestDatabase } from '../shared/test-database.ts'

/** A new, empty database in the shared MariaDB. */
export async function mariadbDatabase(): Promise<TestDatabase> {
  const { url } = await sharedServer('mariadb')
  const name = uniqueName()
  const execute = async (statement: string): Promise<void> => {
    const connection = await createConnection(url)
    try {
      await connection.query(statement)
    } finally {
      await connection.end()
    }
  }
  await execute(`CREATE DATABASE ${name}`)
  return {
    url: withDatabase(url, name),
    name,
    remove: () => execute(`DROP DATABASE ${name}`),
  }
}
