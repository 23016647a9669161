import { createSessions, isSessionError } from '@sojourn/core'
import { type TcpProxy, type TestDatabase, tcpProxy } from '@sojourn/test-servers'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
} from 'vitest'
import { collect } from '../records.ts'
import { databases, type Opened } from './databases.ts'

interface Data {
  count: number
}

// What the client waits for when its connection is cut: the server has executed it.
describe.each(databases)('$name: a lost answer', (database) => {
  let shared: TestDatabase
  let proxy: TcpProxy
  let opened: Opened

  beforeAll(async () => {
    shared = await database.database()
  })
  afterAll(() => shared.remove())
  beforeEach(async () => {
    const { hostname, port } = new URL(shared.url)
    proxy = await tcpProxy({ host: hostname, port: Number(port) })
    opened = database.open(proxy.url(shared.url))
    await opened.backend.migrate()
  })
  afterEach(async () => {
    await opened.close()
    await proxy.close()
  })

  function sessions(options: { maxSessions?: { limit: number; policy: 'evict-oldest' } } = {}) {
    const made = createSessions<Data>({
      backend: opened.backend,
      name: false,
      deadline: 2000,
      ...options,
    })
    onTestFinished(() => made.close())
    return made
  }

  /** Whether the value is stored, seen by a process of its own. */
  async function stored(token: string): Promise<number | undefined> {
    const other = database.open(shared.url)
    const reader = createSessions<Data>({ backend: other.backend, name: false })
    try {
      const session = await reader.open(token).load({ fresh: true })
      return session.get('count')
    } finally {
      await reader.close()
      await other.close()
    }
  }

  it('R112: to a save is done, for good', async () => {
    const session = await sessions().open().load()
    session.set('count', 1)
    await session.save()
    // The value, not the verb: a statement may have been prepared before.
    const lost = proxy.loseAnswer('"count":2')
    session.set('count', 2)
    await session.save()
    await lost
    expect(await stored(session.sessionKey ?? '')).toBe(2)
  })

  it('R30, R112: to the first save is done, under the id that was sent', async () => {
    const session = await sessions().open().load()
    session.set('count', 1)
    const lost = proxy.loseAnswer('"count":1')
    await session.save()
    await lost
    expect(await stored(session.sessionKey ?? '')).toBe(1)
    const records = await database.execute(shared.url, 'SELECT id FROM sojourn_sessions')
    expect(records.filter(({ id }) => String(id) === session.id)).toHaveLength(1)
  })

  it('R112: to a change() changes once', async () => {
    const all = sessions()
    const session = await all.open().load()
    session.set('count', 1)
    await session.save()
    const lost = proxy.loseAnswer('"count":2')
    session.change('count', (count) => (count ?? 0) + 1)
    await session.save()
    await lost
    expect(await stored(session.sessionKey ?? '')).toBe(2)
  })

  it('R40: to a sign-out ends the session', async () => {
    const session = await sessions().open().load()
    await session.authenticate('user-1')
    const token = session.sessionKey ?? ''
    const lost = proxy.loseAnswer(session.id ?? '')
    await session.signOut()
    await lost
    expect(await sessions().open(token).exists()).toBe(false)
  })

  it('R43, R112: to a sign-in under a limit is an error, and lets in nobody beyond it', async () => {
    const limited = sessions({ maxSessions: { limit: 1, policy: 'evict-oldest' } })
    const session = await limited.open().load()
    session.set('count', 7)
    const lost = proxy.loseAnswer('"count":7')
    const failure = await session
      .authenticate('user-2', { keep: ['count'] })
      .catch((error: unknown) => error)
    await lost
    expect(isSessionError(failure) && failure.status).toBe(503)
    const again = await limited.open().load()
    await again.authenticate('user-2')
    expect(await collect(limited.listForUser('user-2'))).toHaveLength(1)
  })

  it('R112: an update whose fate cannot be read is an error that says so', async () => {
    const session = await sessions().open().load()
    session.set('count', 1)
    await session.save()
    const lost = proxy.loseAnswer('"count":2').then(() => {
      proxy.freeze()
    })
    session.set('count', 2)
    const failure = await session.save().catch((error: unknown) => error)
    await lost
    expect(isSessionError(failure) && failure.message).toContain('outcome of a write is unknown')
    proxy.thaw()
    expect(await stored(session.sessionKey ?? '')).toBe(2)
  })
})
