import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { cookieBackend } from '@sojourn/backend-cookie'
import { dbBackend, sqlite } from '@sojourn/backend-db'
import { redisBackend } from '@sojourn/backend-redis'
import { redisNamespace } from '@sojourn/test-servers'
import { type DescribeAdapterOptions, describeAdapter } from '@sojourn/testkit'
import { createClient } from 'redis'
import { afterAll, beforeAll, vi } from 'vitest'
import { InProcessNext } from './fixture/in-process.ts'
import { nameOf, type Variant } from './fixture/variants.ts'

/** Binds the suite to the route handlers of one Next, on every kind of store. */
export async function describeNext(
  variant: Variant,
  leaveOut: NonNullable<DescribeAdapterOptions['leaveOut']> = {},
): Promise<void> {
  const next = new InProcessNext(variant)
  const { url, prefix, remove } = await redisNamespace()
  const client = createClient({ url })
  let stores = 0
  // A thousand users at once take a whole framework a while on a busy machine.
  vi.setConfig({ testTimeout: 90_000 })
  beforeAll(async () => {
    // Next tells of every error that a test provokes.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await client.connect()
    await next.start()
  }, 600_000)
  afterAll(async () => {
    await next.stop()
    await client.close()
    await remove()
  })

  const name = nameOf(variant)
  describeAdapter(`${name} on SQLite`, next.serve, {
    leaveOut,
    backend: async () => {
      const backend = dbBackend(sqlite({ database: new DatabaseSync(':memory:') }))
      await backend.migrate?.()
      return backend
    },
  })
  describeAdapter(`${name} on Redis`, next.serve, {
    leaveOut,
    backend: () => {
      stores += 1
      return redisBackend({ client, prefix: `${prefix}${stores}` })
    },
  })
  describeAdapter(`${name} with the session in the cookie`, next.serve, {
    leaveOut,
    backend: () => cookieBackend({ secrets: [randomBytes(32).toString('base64url')] }),
  })
}
