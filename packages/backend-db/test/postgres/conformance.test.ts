import { postgresDatabase, type TestDatabase } from '@sojourn/test-servers'
import { describeBackend } from '@sojourn/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { dbBackend, postgres } from '../../src/index.ts'

let database: TestDatabase
let pool: pg.Pool
let tables = 0

beforeAll(async () => {
  database = await postgresDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 8, connectionTimeoutMillis: 2000 })
  pool.on('error', () => undefined)
})
afterAll(async () => {
  await pool.end()
  await database.remove()
})

describe.each([{ prepare: false }, { prepare: true }])('with %o', (options) => {
  describeBackend('dbBackend(postgres())', async () => {
    const table = `sessions_${tables++}`
    const open = () => dbBackend(postgres({ pool, table, ...options }))
    const backend = open()
    await backend.migrate()
    return { backend, reopen: open }
  })
})
