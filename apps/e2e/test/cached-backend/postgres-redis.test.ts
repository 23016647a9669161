import { randomBytes } from 'node:crypto'
import { dbBackend, postgres } from '@sojourn/backend-db'
import { redisBackend } from '@sojourn/backend-redis'
import { cachedBackend, type SessionBackend } from '@sojourn/core'
import { postgresDatabase, sharedServer, type TestDatabase } from '@sojourn/test-servers'
import { describeBackend } from '@sojourn/testkit'
import pg from 'pg'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe } from 'vitest'
import { cacheDeadline, inCondition, loudly, loudTests } from './conditions.ts'

const client = createClient({ url: (await sharedServer('redis')).url })
let database: TestDatabase
let pool: pg.Pool
let tables = 0

beforeAll(async () => {
  client.on('error', () => {})
  await client.connect()
  database = await postgresDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 8, connectionTimeoutMillis: 2000 })
  pool.on('error', () => {})
})
afterAll(async () => {
  client.destroy()
  await pool.end()
  await database.remove()
})

const leaveOut = {
  ...loudTests,
  'a migrated store has no problems, and migrates twice': 'the cache is one',
}

// Empty and slow caches are no different in Redis: those are beside SQLite.
describe.each(['healthy', 'failing'] as const)('a cache in Redis that is %s', (condition) => {
  const fails = condition === 'failing'
  describeBackend(
    `cachedBackend(postgres(), ${condition} redis)`,
    async () => {
      const table = `sessions_${tables++}`
      const prefix = `test-${randomBytes(6).toString('hex')}`
      const cache = redisBackend({ client, prefix })
      const over = (source: SessionBackend) =>
        cachedBackend({
          source,
          cache: inCondition(cache, condition),
          prefix: 'shop',
          cacheDeadline: cacheDeadline[condition],
        })
      const open = () => {
        const source = dbBackend(postgres({ pool, table }))
        return fails ? loudly(over, source) : over(source)
      }
      const backend = open()
      await backend.migrate?.()
      return {
        backend,
        reopen: open,
        close: () => cache.clear({ now: Date.now(), signal: AbortSignal.timeout(10_000) }),
      }
    },
    { runs: 10, ...(fails && { leaveOut }) },
  )
})
