import type { SessionStore } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { type Processes, processes } from '../support/processes.ts'
import { codeOf, type Data } from '../support/setup.ts'

interface SlowLoad extends Processes {
  readonly token: string
  readonly slow: Promise<SessionStore<Data>>
  readonly release: () => void
}

/** Two processes, and a load by `b` whose read was sent and is not answered. `deaf`: no message reaches `b`. */
async function slowLoad(deaf = false): Promise<SlowLoad> {
  const both = await processes()
  const { b, shared, pass } = both
  const token = await shared()
  pass(60)
  b.backend.deaf = deaf
  const { reached, release } = b.backend.hold('read', 'answer')
  const slow = b.load(token)
  await reached
  return { ...both, token, slow, release }
}

describe('R55 a late answer', () => {
  it('of a read that was sent before a change elsewhere is kept by nobody', async () => {
    const { a, b, token, slow, release } = await slowLoad()
    await a.sessions.open(token).signOut()
    release()
    expect((await slow).isNew, 'as it was when it asked').toBe(false)
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('of a read that was sent before a sign-out here is kept by nobody', async () => {
    const { b, token, slow, release } = await slowLoad()
    await b.sessions.open(token).signOut()
    release()
    await slow
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('of a read that brings the very revision that was told meanwhile may be kept', async () => {
    const { a, b, shared, pass } = await processes()
    const token = await shared()
    pass(60)
    const session = await a.load(token)
    b.backend.holding = true
    session.set('a', 2)
    await session.save()
    const { reached, release } = b.backend.hold('read', 'answer')
    const slow = b.load(token)
    await reached
    b.backend.arrive()
    release()
    expect((await slow).get('a')).toBe(2)
    expect(await b.calls(() => b.load(token))).toBe(0)
  })

  it('of its own messages: those of earlier writes evict nothing', async () => {
    const { a, shared } = await processes()
    const token = await shared()
    a.backend.holding = true
    const write = async (n: number): Promise<void> => {
      const session = await a.load(token)
      session.set('a', n)
      await session.save()
    }
    const calls = await a.calls(async () => {
      for (let n = 2; n <= 8; n++) await write(n)
      a.backend.arrive(3)
      expect((await a.load(token)).get('a')).toBe(8)
      const { reached, release } = a.backend.hold('update', 'answer')
      const last = write(9)
      await reached
      // The message of a write before it, and its own, while it waits for its answer.
      a.backend.arrive()
      release()
      await last
      expect((await a.load(token)).get('a')).toBe(9)
    })
    expect(calls, 'nothing was read').toBe(8)
  })

  it('of a write that another one has overtaken is not kept', async () => {
    const { a, b, shared } = await processes()
    const token = await shared()
    const [first, second] = [await b.load(token), await a.load(token)]
    const { reached, release } = b.backend.hold('update', 'answer')
    first.set('a', 2)
    const slow = first.save()
    await reached
    second.set('a', 3)
    await second.save()
    release()
    await slow
    expect((await b.load(token)).get('a')).toBe(3)
  })

  it('of a read that was sent before another one does not replace what that has brought', async () => {
    const { a, b, token, slow, release } = await slowLoad(true)
    const session = await a.load(token)
    session.set('a', 2)
    await session.save()
    expect((await b.sessions.open(token).load({ fresh: true })).get('a')).toBe(2)
    release()
    await slow
    expect((await b.load(token)).get('a')).toBe(2)
  })

  it('R51 of a read that was sent while a session was being ended here is kept by nobody', async () => {
    const { b, shared } = await processes()
    const token = await shared()
    // Not even its own message says so.
    b.backend.deaf = true
    const ended = b.backend.hold('delete')
    const signOut = b.sessions.open(token).signOut()
    await ended.reached
    const { reached, release } = b.backend.hold('read', 'answer')
    const slow = b.load(token)
    await reached
    ended.release()
    await signOut
    release()
    await slow
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('R51 while a session is being ended here, nothing comes into memory', async () => {
    const { b, shared } = await processes()
    const token = await shared()
    b.backend.deaf = true
    const ended = b.backend.hold('delete')
    const signOut = b.sessions.open(token).signOut()
    await ended.reached
    expect((await b.load(token)).isNew, 'it is not ended yet').toBe(false)
    const answer = b.backend.hold('delete', 'answer')
    ended.release()
    await answer.reached
    expect((await b.load(token)).isNew, 'it is, though nobody has said so').toBe(true)
    answer.release()
    await signOut
  })

  it('R51 while a session is being ended here, nobody is served from memory', async () => {
    const { b, shared } = await processes()
    const token = await shared()
    const session = await b.load(token)
    b.backend.fail('delete', { executes: true, answer: 'throws' }, 2)
    expect(await codeOf(session.destroy())).toBe('SESSION_UNAVAILABLE')
    expect((await b.load(token)).isNew, 'it was done, though nobody could say so').toBe(true)
  })
})

describe('R59 one read for parallel loads', () => {
  it('10,000 cold loads of one session: one read in each process', async () => {
    const { a, b, shared, pass } = await processes()
    const token = await shared()
    pass(60)
    for (const one of [a, b]) {
      const calls = await one.calls(async () => {
        const loaded = await Promise.all(Array.from({ length: 10_000 }, () => one.load(token)))
        expect(new Set(loaded.map((session) => session.get('a')))).toEqual(new Set([1]))
      })
      expect(calls).toBe(1)
    }
  }, 60_000)

  it('a failure is shared by those who waited for it, and remembered by nobody', async () => {
    const { a, shared, pass } = await processes()
    const token = await shared()
    pass(60)
    a.backend.fail('read', { executes: false, answer: 'throws' }, 2)
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(a.load(token))))
    expect(new Set(codes)).toEqual(new Set(['SESSION_UNAVAILABLE']))
    expect((await a.load(token)).get('a')).toBe(1)
  })

  it('a read that was sent before a sign-in refuses no token of it', async () => {
    // As it is without a word from the other process.
    const { a, b, token, slow: before, release } = await slowLoad(true)
    const session = await a.load(token)
    await session.authenticate('ada')
    const after = Promise.all(Array.from({ length: 100 }, () => b.load(session.sessionKey)))
    const calls = await b.calls(async () => {
      release()
      expect(new Set((await after).map(({ userId }) => userId))).toEqual(new Set(['ada']))
    })
    expect(calls).toBe(1)
    await before
  })
})
