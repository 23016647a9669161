import { createSessions } from '@sojourn/core'
import { describe, expect, it, vi } from 'vitest'
import { processes } from '../support/processes.ts'
import { codeOf, hour } from '../support/setup.ts'
import { SharedStore, WatchedBackend } from '../support/watched-backend.ts'

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
    const { reached, release } = b.backend.hold('read', 'answer')
    const slow = b.load(token)
    await reached
    b.backend.deaf = true
    await a.sessions.open(token).signOut()
    pass(3)
    release()
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
    const { reached, release } = b.backend.hold('read', 'answer')
    const slow = b.load(token)
    await reached
    b.backend.lose()
    await a.sessions.open(token).signOut()
    b.backend.recover()
    release()
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
