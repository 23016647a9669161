import { createSessions, type SessionBackend, type Sessions } from '@sojourn/core'
import { expect, vi } from 'vitest'

export interface Counted {
  count: number
}

/** Two sessions of one application, each over a backend of its own, as two processes have. */
export interface CachingPair {
  readonly a: Sessions<Counted>
  readonly b: Sessions<Counted>
  /** A session that `a` has stored; its token. */
  stored(): Promise<string>
  /** Sets the count in `a`. */
  write(token: string, count: number): Promise<void>
  /** What `b` says of it; `null`: there is no such session. */
  read(token: string): Promise<number | null>
  close(): Promise<void>
}

/** Both are in use, and their caches too. */
export async function cachingPair(
  backends: readonly [SessionBackend, SessionBackend],
  maxStaleness: number,
): Promise<CachingPair> {
  const make = (backend: SessionBackend): Sessions<Counted> =>
    createSessions<Counted>({ backend, name: false, cache: { maxStaleness }, deadline: 5000 })
  const [a, b] = [make(backends[0]), make(backends[1])]
  await a.migrate()
  const stored = async (): Promise<string> => {
    const session = await a.open().load()
    session.set('count', 0)
    await session.create()
    return session.sessionKey ?? ''
  }
  const first = await stored()
  for (const one of [a, b]) {
    await vi.waitFor(
      async () => {
        await one.open(first).load()
        expect(one.connector.cache?.active).toBe(true)
      },
      { timeout: 20_000, interval: 20 },
    )
  }
  return {
    a,
    b,
    stored,
    write: async (token, count) => {
      const session = await a.open(token).load()
      session.set('count', count)
      await session.save()
    },
    read: async (token) => {
      const session = await b.open(token).load()
      return session.isNew ? null : session.get('count', 0)
    },
    close: async () => {
      await a.close()
      await b.close()
    },
  }
}
