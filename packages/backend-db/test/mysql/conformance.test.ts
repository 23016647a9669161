import { mariadbDatabase, type TestDatabase } from '@sojourn/test-servers'
import { describeBackend } from '@sojourn/testkit'
import { createPool, type Pool } from 'mysql2/promise'
import { afterAll, beforeAll } from 'vitest'
import { dbBackend, mysql } from '../../src/index.ts'

let database: TestDatabase
let pool: Pool
let tables = 0

beforeAll(async () => {
  database = await mariadbDatabase()
  pool = createPool({ uri: database.url, connectionLimit: 8 })
})
afterAll(async () => {
  await pool.end()
  await database.remove()
})

describeBackend('dbBackend(mysql())', async () => {
  const table = `sessions_${tables++}`
  const open = () => dbBackend(mysql({ pool, table }))
  const backend = open()
  await backend.migrate()
  return { backend, reopen: open }
})
