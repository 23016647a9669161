import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type LazySession, type Sessions, testSession } from '@sojourn/core'
import { postgresDatabase, redisNamespace } from '@sojourn/test-servers'
import { afterEach, expect, it, vi } from 'vitest'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  vi.unstubAllEnvs()
})

/** Opens the session of a `Cookie` header, as another request does. */
function openWith<T extends object>(sessions: Sessions<T>, cookie: string): LazySession<T> {
  return sessions.open(sessions.cookie.tokens.read(cookie).texts[0])
}

async function proveWorks(sessions: Sessions<{ cart: string[] }>): Promise<void> {
  const cookie = await testSession(sessions, { userId: 'ada', data: { cart: ['tea'] } })
  const session = await openWith(sessions, cookie).load()
  expect([session.userId, session.get('cart')]).toEqual(['ada', ['tea']])
  await openWith(sessions, cookie).signOut()
  expect((await openWith(sessions, cookie).load()).userId).toBeNull()
}

it('SQLite, PostgreSQL and Redis keep a session as the page sets them up', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'choosing-'))
  closing.push(() => rm(folder, { recursive: true }))
  vi.stubEnv('SESSIONS_DB', join(folder, 'sessions.db'))
  const sqlite = await import('#examples/docs/guides/choosing-a-backend~1/sessions.ts')
  await proveWorks(sqlite.sessions)
  await sqlite.sessions.close()

  const database = await postgresDatabase()
  closing.push(() => database.remove())
  vi.stubEnv('DATABASE_URL', database.url)
  const postgres = await import('#examples/docs/guides/choosing-a-backend~2/sessions.ts')
  await postgres.sessions.migrate()
  await proveWorks(postgres.sessions)
  await postgres.sessions.close()
  closing.push(() => postgres.pool.end())

  const namespace = await redisNamespace()
  closing.push(() => namespace.remove())
  vi.stubEnv('REDIS_URL', namespace.url)
  vi.stubEnv('SESSIONS_PREFIX', namespace.prefix.replace(/:$/, ''))
  const redis = await import('#examples/docs/guides/choosing-a-backend/sessions.ts')
  await proveWorks(redis.sessions)
  await redis.sessions.close()
  await redis.client.close()

  vi.stubEnv('CACHE_PREFIX', `${namespace.prefix.replace(/:$/, '')}-cache`)
  const both = await import('#examples/docs/guides/choosing-a-backend/sessions-behind-redis.ts')
  await proveWorks(both.sessions)
  await both.sessions.revokeAll()
  await both.sessions.close()
  closing.push(() => both.pool.end())
})

it('in a cookie: a copy of it survives the sign-out, and what takes a server is refused', async () => {
  vi.stubEnv('SESSION_SECRET', randomBytes(32).toString('base64url'))
  const { sessions } = await import(
    '#examples/docs/guides/choosing-a-backend/sessions-in-cookies.ts'
  )
  const cookie = await testSession(sessions, { userId: 'ada' })
  await openWith(sessions, cookie).signOut()
  expect((await openWith(sessions, cookie).load()).userId).toBe('ada')
  await expect(sessions.revokeForUser('ada')).rejects.toMatchObject({
    code: 'UNSUPPORTED_OPERATION',
  })
})

it('sessions that were moved to another store keep their tokens', async () => {
  const { moveSessions } = await import('#examples/docs/guides/choosing-a-backend/move-sessions.ts')
  const [from, to] = [memoryBackend(), memoryBackend()]
  const before = createSessions<{ cart: string[] }>({ backend: from, name: false })
  const after = createSessions<{ cart: string[] }>({ backend: to, name: false })
  const ada = await testSession(before, { userId: 'ada', data: { cart: ['tea'] } })
  await testSession(before, { userId: 'bob' })
  expect(await moveSessions(from, to)).toBe(2)
  expect(await moveSessions(from, to)).toBe(0)
  const moved = await openWith(after, ada).load()
  expect([moved.userId, moved.get('cart')]).toEqual(['ada', ['tea']])
})

it('memory is refused in production', () => {
  vi.stubEnv('NODE_ENV', 'production')
  expect(() => memoryBackend()).toThrow(expect.objectContaining({ code: 'NON_PERSISTENT_STORAGE' }))
})
