import { dbBackend, sqlite } from '@sojourn/backend-db'
import { memoryBackend } from '@sojourn/backend-memory'
import { redisBackend } from '@sojourn/backend-redis'
import type { SessionBackend } from '@sojourn/core'
import { createClient } from 'redis'
import { once } from './once.ts'

/** What the environment names: a Redis, a SQLite file, or the memory of this process. */
export const backend: SessionBackend = make()

function make(): SessionBackend {
  const { FIXTURE_REDIS: url, FIXTURE_SQLITE: path } = process.env
  if (path) return dbBackend(sqlite({ path }))
  if (!url) return memoryBackend({ allowInProduction: true })
  // One for all bundles, as an app has one.
  const client = once('redis', () => {
    const made = createClient({ url })
    made.on('error', () => {})
    void made.connect()
    return made
  })
  return redisBackend({ client, prefix: 'fixture' })
}
