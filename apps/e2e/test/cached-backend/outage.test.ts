import {
  cachedBackend,
  createSessions,
  type Sessions,
  SessionUnavailableError,
} from '@sojourn/core'
import { type Server, startRedis } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { newText, redisCache, sources } from './stores.ts'

const patience = { timeout: 20_000, interval: 50 }
const maxStaleness = 30

interface Site {
  readonly redis: Server
  readonly sessions: Sessions<{ cart: number }>
  /** Every operation that an `unavailable` event told of. */
  readonly told: string[]
  signIn(userId: string): Promise<string>
  userOf(token: string): Promise<string | null>
  cartOf(token: string): Promise<number | undefined>
  /** Lets time pass for the sessions. */
  pass(seconds: number): void
}

/** Sessions in a database behind a Redis of its own. */
async function site(make: (typeof sources)[number][1]): Promise<Site> {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const source = (await make())()
  const cache = await redisCache(redis.url, newText())
  let passed = 0
  const sessions = createSessions<{ cart: number }>({
    backend: cachedBackend({ source, cache, maxStaleness, cacheDeadline: 300 }),
    name: false,
    deadline: 5000,
    clock: () => Date.now() + passed,
  })
  onTestFinished(() => sessions.close())
  const told: string[] = []
  sessions.on('unavailable', ({ operation }) => told.push(operation))
  return {
    redis,
    sessions,
    told,
    async signIn(userId) {
      const session = await sessions.open().load()
      session.set('cart', 1)
      await session.authenticate(userId, { keep: ['cart'] })
      return session.sessionKey ?? ''
    },
    userOf: async (token) => (await sessions.open(token).load()).userId,
    cartOf: async (token) => (await sessions.open(token).load()).get('cart'),
    pass: (seconds) => {
      passed += seconds * 1000
    },
  }
}

describe.each(sources)('%s behind a Redis that', (_, make) => {
  it.each([
    ['was killed', 'kill', 'restart'],
    ['stands still', 'pause', 'resume'],
  ] as const)(
    '%s: data goes on; sign-outs and sign-ins are loud; and it comes back',
    async (_name, down, up) => {
      const { redis, sessions, told, signIn, userOf, cartOf, pass } = await site(make)
      const [kept, ended, stays] = [await signIn('ann'), await signIn('bob'), await signIn('cid')]
      const visitor = await sessions.open().load()
      visitor.set('cart', 7)
      await visitor.save()
      await redis[down]()

      expect(await userOf(kept)).toBe('ann')
      expect(told).toContain('cache.read')
      const session = await sessions.open(kept).load()
      session.set('cart', 2)
      await session.save()
      expect(told).toContain('cache.update')
      expect(await cartOf(kept)).toBe(2)
      // A new user has no copy anywhere.
      expect(await userOf(await signIn('dan'))).toBe('dan')

      const leaving = await sessions.open(ended).load()
      await expect(leaving.signOut()).rejects.toBeInstanceOf(SessionUnavailableError)
      expect(await userOf(ended)).toBeNull()
      const cycling = await sessions.open(stays).load()
      await expect(cycling.cycleKey()).rejects.toBeInstanceOf(SessionUnavailableError)
      expect(await userOf(stays)).toBe('cid')
      const entering = await sessions.open(visitor.sessionKey ?? '').load()
      await expect(entering.authenticate('eve')).rejects.toBeInstanceOf(SessionUnavailableError)
      expect(await userOf(visitor.sessionKey ?? '')).toBeNull()

      await redis[up]()
      // Once it answers, the sign-out that failed is repeated, and what was refused is done.
      await vi.waitFor(() => cycling.cycleKey(), patience)
      await sessions.connector.deleteSession(ended)
      expect(await userOf(stays)).toBeNull()
      expect(await userOf(ended)).toBeNull()
      expect(await userOf(cycling.sessionKey ?? '')).toBe('cid')
      // What Redis has missed it tells for as long as a copy may be served, and no longer.
      pass(maxStaleness)
      expect(await cartOf(kept)).toBe(2)
      const before = told.length
      expect(await cartOf(kept)).toBe(2)
      expect(told.length).toBe(before)
    },
    60_000,
  )
})
