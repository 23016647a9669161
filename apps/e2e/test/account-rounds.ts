import { createSessions, type Sessions, type SessionsOptions } from '@sojourn/core'
import { expect } from 'vitest'
import { type BackendAddress, openBackend } from '../src/backends.ts'

interface Data {
  count: number
}

/** Two sessions of one application on one store, each with connections of its own, as two processes have. */
interface Pair {
  readonly both: readonly [Sessions<Data>, Sessions<Data>]
  pass(milliseconds: number): void
  close(): Promise<void>
}

async function openPair(
  address: BackendAddress,
  options: Partial<SessionsOptions<Data>>,
): Promise<Pair> {
  let time = Date.now()
  const opened = [await openBackend(address), await openBackend(address)] as const
  const make = (i: 0 | 1): Sessions<Data> =>
    createSessions<Data>({
      backend: opened[i].backend,
      name: false,
      clock: () => time,
      deadline: 5000,
      ...options,
    })
  const both = [make(0), make(1)] as const
  await both[0].migrate()
  return {
    both,
    pass: (milliseconds) => {
      time += milliseconds
    },
    async close() {
      for (const sessions of both) await sessions.close()
      for (const one of opened) await one.close()
    },
  }
}

/**
 * Each round: more sign-ins at once than a new user may have sessions. Never more than the limit are
 * live, neither afterwards nor to a third process that looks again and again meanwhile.
 */
export async function limitRounds(address: BackendAddress, rounds: number): Promise<void> {
  const limit = 3
  for (const policy of ['evict-oldest', 'reject-new'] as const) {
    const { both, close } = await openPair(address, { maxSessions: { limit, policy } })
    const onlooker = await openPair(address, {})
    for (let round = 0; round < rounds / 2; round++) {
      const user = `${policy}-${round}`
      const signIns = Promise.all(
        Array.from({ length: limit + 5 }, (_, i) => signIn(both[i % 2 === 0 ? 0 : 1], user)),
      )
      const counts = await countsDuring(signIns, onlooker.both[0], user)
      expect([user, counts.filter((count) => count > limit)], 'meanwhile').toEqual([user, []])
      const outcomes = await signIns
      const tokens = outcomes.filter((outcome) => outcome !== null)
      expect([user, tokens.length]).toEqual([user, policy === 'reject-new' ? limit : limit + 5])
      const users = await Promise.all(tokens.map((token) => userOf(both[1], token)))
      expect([user, users.filter((one) => one === user).length]).toEqual([user, limit])
      expect([user, await countOf(both[0], user)]).toEqual([user, limit])
    }
    await onlooker.close()
    await close()
  }
}

/** How many sessions a user has, counted again and again until the work is done. A page of a listing is one moment. */
async function countsDuring(
  work: Promise<unknown>,
  sessions: Sessions<Data>,
  user: string,
): Promise<number[]> {
  let isDone = false
  const done = (): void => {
    isDone = true
  }
  work.then(done, done)
  const counts: number[] = []
  while (!isDone) counts.push(await countOf(sessions, user))
  return counts
}

/**
 * Each round: all sessions of a user are ended while others sign in, and while requests of the old
 * ones slide and write. Of what was issued before, nothing is live afterwards; of what was issued
 * meanwhile, the next revocation leaves nothing.
 */
export async function revocationRounds(address: BackendAddress, rounds: number): Promise<void> {
  const { both, pass, close } = await openPair(address, { lifetime: { renewal: false } })
  for (let round = 0; round < rounds; round++) {
    const user = `revoked-${round}`
    const before = await Promise.all(both.flatMap((one) => [signIn(one, user), signIn(one, user)]))
    // So that each request of theirs moves the idle end.
    pass(2 * 3_600_000)
    const [, meanwhile] = await Promise.all([
      both[0].revokeForUser(user),
      Promise.all([signIn(both[0], user), signIn(both[1], user)]),
      ...before.map((token, i) => use(both[i % 2 === 0 ? 1 : 0], token ?? '', i)),
    ])
    for (const [i, token] of before.entries()) {
      const userId = await userOf(both[i % 2 === 0 ? 0 : 1], token ?? '')
      expect([user, userId], 'issued before').toEqual([user, null])
    }
    await both[1].revokeForUser(user)
    for (const token of meanwhile) {
      expect([user, await userOf(both[0], token ?? '')], 'issued meanwhile').toEqual([user, null])
    }
    expect([user, await countOf(both[0], user)]).toEqual([user, 0])
  }
  await close()
}

/** The token of a new session, or `null` where the limit refuses it. */
async function signIn(sessions: Sessions<Data>, user: string): Promise<string | null> {
  const session = sessions.open()
  try {
    await session.authenticate(user)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SESSION_LIMIT') return null
    throw error
  }
  return (await session.load()).sessionKey
}

/** A request of an old session: it slides, and every second one writes. Its session may end under it. */
async function use(sessions: Sessions<Data>, token: string, i: number): Promise<void> {
  const session = await sessions.open(token).load()
  // Once ended it would begin a session of its own.
  if (session.isNew) return
  if (i % 2 === 0) session.set('count', i)
  await session.save().catch((error: Error) => {
    if (!('code' in error) || error.code !== 'SESSION_INTERRUPTED') throw error
  })
}

async function userOf(sessions: Sessions<Data>, token: string): Promise<string | null> {
  return (await sessions.open(token).load({ fresh: true, touch: false })).userId
}

async function countOf(sessions: Sessions<Data>, user: string): Promise<number> {
  let count = 0
  for await (const { userId } of sessions.listForUser(user)) count += userId === user ? 1 : 0
  return count
}
