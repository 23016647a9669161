import { createSessions } from '@sojourn/core'
import { describe, expect, it, vi } from 'vitest'
import type { Verb } from '../support/map-backend.ts'
import { type Process, processes } from '../support/processes.ts'
import { codeOf, hour } from '../support/setup.ts'
import { SharedStore, WatchedBackend } from '../support/watched-backend.ts'

/** Holds the answer of the next read of a process until it is let go. */
function holdRead({ backend }: Process): { go: () => void; sent: Promise<void> } {
  let go = (): void => {}
  let tell = (): void => {}
  const sent = new Promise<void>((resolve) => {
    tell = resolve
  })
  backend.after = (verb) => {
    if (verb !== 'read') return undefined
    backend.after = () => {}
    tell()
    return new Promise((resolve) => {
      go = resolve
    })
  }
  return { go: () => go(), sent }
}

/** Holds the next call of a verb before it reaches the store. */
function gate({ backend }: Process, held: Verb): { open: () => void; reached: Promise<void> } {
  let open = (): void => {}
  let tell = (): void => {}
  const reached = new Promise<void>((resolve) => {
    tell = resolve
  })
  backend.before = (verb) => {
    if (verb !== held) return undefined
    backend.before = () => {}
    tell()
    return new Promise((resolve) => {
      open = resolve
    })
  }
  return { open: () => open(), reached }
}

describe('a change in one process', () => {
  it('is what the other reads next: a write, a sign-out', async () => {
    const { a, b, shared } = await processes()
    const token = await shared()
    for (let i = 2; i < 50; i++) {
      const session = await (i % 2 ? a : b).load(token)
      session.set('a', i)
      await session.save()
      expect((await (i % 2 ? b : a).load(token)).get('a')).toBe(i)
    }
    await a.sessions.open(token).signOut()
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('R57 reaches the other also when it is one to all sessions of a user, or to all', async () => {
    const { a, b, shared } = await processes()
    const signIn = async (user: string): Promise<string> => {
      const session = await a.load(await shared())
      await session.authenticate(user)
      await b.load(session.sessionKey)
      return session.sessionKey ?? ''
    }
    const [ada, bob] = [await signIn('ada'), await signIn('bob')]
    expect(await a.sessions.revokeForUser('ada')).toBe(1)
    for (const one of [a, b]) expect((await one.load(ada)).userId).toBeNull()
    expect(await a.calls(() => a.load(bob))).toBe(0)
    await a.sessions.revokeAll()
    for (const one of [a, b]) expect((await one.load(bob)).userId).toBeNull()
    expect(b.cacheEvents.at(-1)).toMatchObject({ state: 'dropped' })
  })

  it('R57 a bulk operation that fails half-way leaves nothing behind in this process', async () => {
    const { a, shared } = await processes()
    const session = await a.load(await shared())
    await session.authenticate('ada')
    a.backend.bulkAnswersGetLost = true
    expect(await codeOf(a.sessions.revokeForUser('ada'))).toBe('SESSION_UNAVAILABLE')
    expect((await a.load(session.sessionKey)).isNew).toBe(true)
  })
})

describe('R53 the bound, whatever fails', () => {
  it('with every message lost, a change is seen when the bound is over', async () => {
    const { a, b, shared, pass } = await processes({ cache: { maxStaleness: 5 } })
    const token = await shared()
    b.backend.deaf = true
    await a.sessions.open(token).signOut()
    expect((await b.load(token)).isNew, 'half-open, and nobody knows').toBe(false)
    pass(4)
    expect((await b.load(token)).isNew).toBe(false)
    pass(1)
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('the age counts from when the read was sent, not from its answer', async () => {
    const { a, b, shared, pass } = await processes({ cache: { maxStaleness: 5 } })
    const token = await shared()
    pass(5)
    const { go, sent } = holdRead(b)
    const slow = b.load(token)
    await sent
    b.backend.deaf = true
    await a.sessions.open(token).signOut()
    pass(3)
    go()
    expect((await slow).isNew).toBe(false)
    pass(1)
    expect((await b.load(token)).isNew).toBe(false)
    pass(1)
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('never past the end of the session itself', async () => {
    const { a, shared, pass } = await processes({ lifetime: { idle: 30, absolute: hour } })
    const token = await shared()
    pass(30)
    expect(await a.calls(async () => expect((await a.load(token)).isNew).toBe(true))).toBe(1)
  })

  it('R52 while the backend is down, an entry serves reads until the bound, and no write', async () => {
    const { a, shared, pass } = await processes({ cache: { maxStaleness: 5 } })
    const token = await shared()
    a.backend.down()
    const session = await a.load(token)
    expect(session.get('a')).toBe(1)
    session.set('a', 2)
    expect(await codeOf(session.save())).toBe('SESSION_UNAVAILABLE')
    // What became of that write nobody knows, so only the backend can tell.
    expect(await codeOf(a.load(token))).toBe('SESSION_UNAVAILABLE')
    a.backend.up()
    expect((await a.load(token)).get('a')).toBe(1)
    a.backend.down()
    pass(4)
    expect((await a.load(token)).get('a')).toBe(1)
    pass(1)
    expect(await codeOf(a.load(token))).toBe('SESSION_UNAVAILABLE')
    expect(await codeOf(a.sessions.open(token).signOut())).toBe('SESSION_UNAVAILABLE')
  })
})

describe('R54 a watch that is lost', () => {
  it('drops everything and is bypassed until it is proven alive again', async () => {
    const { a, b, shared } = await processes()
    const token = await shared()
    expect(b.cacheEvents).toEqual([{ state: 'on', entries: 0 }])
    b.backend.lose()
    expect(b.sessions.connector.cache).toMatchObject({ active: false, entries: 0, drops: 1 })
    for (let i = 0; i < 3; i++) expect(await b.calls(() => b.load(token))).toBe(1)
    const session = await a.load(token)
    session.set('a', 2)
    await session.save()
    expect((await b.load(token)).get('a')).toBe(2)
    b.backend.recover()
    expect(await b.calls(() => b.load(token))).toBe(1)
    expect(await b.calls(() => b.load(token))).toBe(0)
    expect(b.cacheEvents.map(({ state }) => state)).toEqual(['on', 'dropped', 'bypassed', 'on'])
  })

  it('that only ceases to be alive, without a word, is noticed as well', async () => {
    const { b, shared } = await processes()
    const token = await shared()
    b.backend.alive = false
    expect(await b.calls(() => b.load(token))).toBe(1)
    expect(b.sessions.connector.cache?.entries).toBe(0)
  })

  it('what was sent before it was lost does not come back after', async () => {
    const { a, b, shared, pass } = await processes()
    const token = await shared()
    pass(60)
    const { go, sent } = holdRead(b)
    const slow = b.load(token)
    await sent
    b.backend.lose()
    await a.sessions.open(token).signOut()
    b.backend.recover()
    go()
    await slow
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('R116 that is still connecting keeps no close waiting, and is closed when it has', async () => {
    const backend = new WatchedBackend(new SharedStore())
    const watch = backend.watch.bind(backend)
    let connect = (): void => {}
    backend.watch = async (listener) => {
      await new Promise<void>((resolve) => {
        connect = resolve
      })
      return watch(listener)
    }
    const sessions = createSessions({ backend, name: false })
    await sessions.open(`${'A'.repeat(22)}.${'A'.repeat(43)}`).load()
    await sessions.close()
    connect()
    await vi.waitFor(() => expect(backend.watches).toBe(1))
    await vi.waitFor(() => expect(backend.alive).toBe(false))
  })

  it('that cannot be begun is done without, and loads go on', async () => {
    const { a, shared } = await processes()
    const store = new SharedStore()
    const backend = new WatchedBackend(store)
    backend.watch = () => Promise.reject(new Error('no connection left'))
    const sessions = createSessions({ backend, name: false })
    const session = await sessions.open().load()
    session.set('a', 1)
    await session.create()
    for (let i = 0; i < 3; i++) {
      expect((await sessions.open(session.sessionKey ?? '').load()).get('a')).toBe(1)
    }
    expect(backend.count('read')).toBe(3)
    await sessions.close()
    await shared()
    expect(a.backend.watches, 'one watch for all').toBe(1)
    await a.sessions.close()
    expect(a.backend.alive).toBe(false)
  })
})

describe('R55 a late answer', () => {
  it('of a read that was sent before a change elsewhere is kept by nobody', async () => {
    const { a, b, shared, pass } = await processes()
    const token = await shared()
    pass(60)
    const { go, sent } = holdRead(b)
    const slow = b.load(token)
    await sent
    await a.sessions.open(token).signOut()
    go()
    expect((await slow).isNew, 'as it was when it asked').toBe(false)
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('of a read that was sent before a sign-out here is kept by nobody', async () => {
    const { b, shared, pass } = await processes()
    const token = await shared()
    pass(60)
    const { go, sent } = holdRead(b)
    const slow = b.load(token)
    await sent
    await b.sessions.open(token).signOut()
    go()
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
    const { go, sent } = holdRead(b)
    const slow = b.load(token)
    await sent
    b.backend.arrive()
    go()
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
      let go = (): void => {}
      a.backend.after = () => new Promise((resolve) => (go = resolve))
      const last = write(9)
      await new Promise((resolve) => setImmediate(resolve))
      // The message of a write before it, and its own, while it waits for its answer.
      a.backend.arrive()
      go()
      await last
      expect((await a.load(token)).get('a')).toBe(9)
    })
    expect(calls, 'nothing was read').toBe(8)
  })

  it('of a write that another one has overtaken is not kept', async () => {
    const { a, b, shared } = await processes()
    const token = await shared()
    const [first, second] = [await b.load(token), await a.load(token)]
    let go = (): void => {}
    b.backend.after = (verb) => {
      if (verb !== 'update') return undefined
      b.backend.after = () => {}
      return new Promise((resolve) => {
        go = resolve
      })
    }
    first.set('a', 2)
    const slow = first.save()
    await new Promise((resolve) => setImmediate(resolve))
    second.set('a', 3)
    await second.save()
    go()
    await slow
    expect((await b.load(token)).get('a')).toBe(3)
  })

  it('of a read that was sent before another one does not replace what that has brought', async () => {
    const { a, b, shared, pass } = await processes()
    const token = await shared()
    pass(60)
    b.backend.deaf = true
    const { go, sent } = holdRead(b)
    const slow = b.load(token)
    await sent
    const session = await a.load(token)
    session.set('a', 2)
    await session.save()
    expect((await b.sessions.open(token).load({ fresh: true })).get('a')).toBe(2)
    go()
    await slow
    expect((await b.load(token)).get('a')).toBe(2)
  })

  it('R51 of a read that was sent while a session was being ended here is kept by nobody', async () => {
    const { b, shared } = await processes()
    const token = await shared()
    // Not even its own message says so.
    b.backend.deaf = true
    const ended = gate(b, 'delete')
    const signOut = b.sessions.open(token).signOut()
    await ended.reached
    const { go, sent } = holdRead(b)
    const slow = b.load(token)
    await sent
    ended.open()
    await signOut
    go()
    await slow
    expect((await b.load(token)).isNew).toBe(true)
  })

  it('R51 while a session is being ended here, nothing comes into memory', async () => {
    const { b, shared } = await processes()
    const token = await shared()
    b.backend.deaf = true
    const ended = gate(b, 'delete')
    const signOut = b.sessions.open(token).signOut()
    await ended.reached
    expect((await b.load(token)).isNew, 'it is not ended yet').toBe(false)
    let answer = (): void => {}
    b.backend.after = (verb) =>
      verb === 'delete' ? new Promise((resolve) => (answer = resolve)) : undefined
    ended.open()
    await new Promise((resolve) => setImmediate(resolve))
    expect((await b.load(token)).isNew, 'it is, though nobody has said so').toBe(true)
    answer()
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

describe('messages that are wrong', () => {
  it('are harmless: unknown, twice, in another order, of another shape', async () => {
    const { a, b, store, shared } = await processes()
    const token = await shared()
    const id = token.slice(0, 22)
    b.backend.holding = true
    for (let i = 2; i <= 5; i++) {
      const session = await a.load(token)
      session.set('a', i)
      await session.save()
    }
    expect(b.backend.arriving).toHaveLength(4)
    const told = [...b.backend.arriving]
    b.backend.arriving.push(...told.reverse(), ...told)
    b.backend.arrive()
    for (const junk of ['x', '', '__proto__', 'A'.repeat(22), id.slice(1)])
      store.publish({ id: junk })
    store.publish({ id, revision: '' })
    store.publish({ id, revision: 'never-written' })
    b.backend.arrive()
    for (const one of [a, b]) expect((await one.load(token)).get('a')).toBe(5)
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
    const { a, b, shared, pass } = await processes()
    const token = await shared()
    pass(60)
    // As it is without a word from the other process.
    b.backend.deaf = true
    const { go, sent } = holdRead(b)
    const before = b.load(token)
    await sent
    const session = await a.load(token)
    await session.authenticate('ada')
    const after = Promise.all(Array.from({ length: 100 }, () => b.load(session.sessionKey)))
    const calls = await b.calls(async () => {
      go()
      expect(new Set((await after).map(({ userId }) => userId))).toEqual(new Set(['ada']))
    })
    expect(calls).toBe(1)
    await before
  })
})
