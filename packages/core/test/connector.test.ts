import { createSessions, getSessionConnector, type SessionsOptions } from '@sojourn/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { MapBackend } from './support/map-backend.ts'
import { codeOf, day, setup } from './support/setup.ts'

describe('the connector, addressed by token', () => {
  it('sets, gets, updates and deletes', async () => {
    const { connector } = setup().sessions
    const token = connector.generateSessionId()
    expect(await connector.getSession(token)).toBeNull()
    await connector.setSession(token, { a: 1, b: 'x' })
    await connector.updateSession(token, { b: 'y', c: null })
    expect(await connector.getSession(token)).toEqual({ a: 1, b: 'y', c: null })
    await connector.setSession(token, { d: 1 })
    expect(await connector.getSession(token)).toEqual({ d: 1 })
    expect(await connector.deleteSession(token)).toBe(true)
    expect(await connector.deleteSession(token)).toBe(false)
    expect(await connector.getSession(token)).toBeNull()
  })

  it('updateSession keeps the expiry that setSession gave', async () => {
    const { sessions, load, pass } = setup()
    const { connector } = sessions
    const token = connector.generateSessionId()
    await connector.setSession(token, { a: 1 }, '30d')
    await connector.updateSession(token, { a: 2 })
    pass(20 * day)
    expect((await load(token)).getExpiryAge()).toBe(10 * day)
  })

  it('R12 adopts no token but its own: not an ended one, not a stranger’s', async () => {
    const { sessions, backend } = setup()
    const { connector } = sessions
    const token = connector.generateSessionId()
    await connector.setSession(token, { a: 1 })
    await connector.deleteSession(token)
    expect(await codeOf(connector.setSession(token, { a: 2 }))).toBe('SESSION_INTERRUPTED')
    expect(await codeOf(connector.updateSession(token, { a: 2 }))).toBe('SESSION_INTERRUPTED')
    const stranger = setup().sessions.connector.generateSessionId()
    expect(await codeOf(connector.setSession(stranger, { a: 2 }))).toBe('SESSION_INTERRUPTED')
    expect(backend.records.size).toBe(0)
  })

  it('refuses what is not JSON', async () => {
    const { connector } = setup().sessions
    const token = connector.generateSessionId()
    expect(await codeOf(connector.setSession(token, { a: new Date() }))).toBe('SESSION_DATA')
  })

  it('clears all, and says whether the store is memory', async () => {
    const { sessions, stored, backend } = setup()
    await stored()
    await stored()
    await sessions.connector.clearAllSessions()
    expect(backend.records.size).toBe(0)
    expect(sessions.connector.usingMemoryBackend).toBe(false)
  })

  it('save() waits for what is in flight, touches in the background too', async () => {
    const { sessions, stored, load, pass, backend } = setup()
    const { sessionKey } = await stored()
    pass(7200)
    const session = await load(sessionKey)
    let release = (): void => {}
    backend.before = () =>
      new Promise<void>((resolve) => {
        release = resolve
      })
    const order: string[] = []
    void session.save().then(() => order.push('saved'))
    const settled = sessions.connector.save().then(() => order.push('settled'))
    await Promise.resolve()
    release()
    await settled
    expect(order).toContain('settled')
    expect(backend.count('touch')).toBe(1)
  })

  it('save() does not wait for what begins after it, and waits for all from before it', async () => {
    const { sessions, backend } = setup()
    const held: (() => void)[] = []
    backend.before = () => new Promise<void>((resolve) => void held.push(resolve))
    const begin = async (): Promise<void> => {
      const session = sessions.open()
      session.set('a', 1)
      const count = held.length
      void session.save()
      while (held.length === count) await Promise.resolve()
    }
    const settled: string[] = []
    const save = (name: string) => sessions.connector.save().then(() => settled.push(name))
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    await begin()
    void save('first')
    await begin()
    void save('second')
    held[1]?.()
    await turn()
    expect(settled).toEqual([])
    await begin()
    held[0]?.()
    await turn()
    expect(settled).toEqual(['first', 'second'])
    held[2]?.()
    await save('third')
  })

  it('clearExpired is 0 where the store expires by itself', async () => {
    expect(await setup().sessions.clearExpired()).toBe(0)
    expect(await setup().sessions.check()).toEqual([])
    await setup().sessions.migrate()
  })
})

describe('the registry', () => {
  const made: { close(): Promise<void> }[] = []
  const make = (options: Partial<SessionsOptions<{ a: number }>> = {}) => {
    const sessions = createSessions<{ a: number }>({ backend: new MapBackend(), ...options })
    made.push(sessions)
    return sessions
  }
  afterEach(async () => {
    vi.unstubAllEnvs()
    for (const sessions of made.splice(0)) await sessions.close()
  })

  it('finds by name, and the same settings give the first ones', () => {
    const backend = new MapBackend()
    const first = make({ backend })
    expect(make({ backend })).toBe(first)
    expect(make({ backend, lifetime: { idle: 86_400 } })).toBe(first)
    expect(getSessionConnector()).toBe(first.connector)
    expect(() => getSessionConnector('other')).toThrow(/createSessions/)
  })

  it('a backend is compared by what it points at', () => {
    const pointing = (target: string): MapBackend =>
      Object.defineProperty(new MapBackend(), 'target', { value: target })
    const first = make({ backend: pointing('sqlite:/x#sessions') })
    expect(make({ backend: pointing('sqlite:/x#sessions') })).toBe(first)
    expect(() => make({ backend: pointing('sqlite:/y#sessions') })).toThrow(/backend differs/)
  })

  it('other settings under a taken name throw, but replace in development', () => {
    const backend = new MapBackend()
    const first = make({ backend })
    const other = { backend, lifetime: { idle: '1h' } } as const
    expect(() => make(other)).toThrow(expect.objectContaining({ code: 'SESSION_CONNECTOR' }))
    vi.stubEnv('NODE_ENV', 'development')
    const second = make(other)
    expect(second).not.toBe(first)
    expect(getSessionConnector()).toBe(second.connector)
  })

  it('different names are independent, false registers nothing, close frees the name', async () => {
    const first = make()
    const admin = make({ name: 'admin' })
    const unnamed = make({ name: false })
    expect(getSessionConnector('admin')).toBe(admin.connector)
    expect(unnamed).not.toBe(first)
    await first.close()
    expect(() => getSessionConnector()).toThrow()
    expect(getSessionConnector('admin')).toBe(admin.connector)
    make()
  })

  it('holds across a module reload', async () => {
    const backend = new MapBackend()
    const first = make({ backend })
    vi.resetModules()
    const again = await import('@sojourn/core')
    expect(again.createSessions).not.toBe(createSessions)
    expect(again.getSessionConnector()).toBe(first.connector)
    expect(again.createSessions({ backend })).toBe(first)
  })

  it('a backend used by two is closed with the last', async () => {
    const backend = new MapBackend()
    const first = make({ backend, name: 'one' })
    const second = make({ backend, name: 'two', namespace: 'two' })
    await first.close()
    expect(backend.closed).toBe(0)
    await second.close()
    expect(backend.closed).toBe(1)
  })
})

describe('options', () => {
  const bad: [string, Record<string, unknown>, RegExp][] = [
    ['no backend', { backend: undefined }, /needs a backend/],
    ['an unknown option', { stores: 1 }, /has no option 'stores'/],
    ['an empty namespace', { namespace: '' }, /namespace/],
    ['an empty name', { name: '' }, /name is text/],
    ['a clock that is none', { clock: 5 }, /clock/],
    ['no deadline', { deadline: 0 }, /deadline is 0/],
    ['too many bytes', { maxBytes: 2 ** 30 }, /maxBytes/],
    ['a wrong cookie', { cookie: { name: '__Host-a', path: '/x' } }, /__Secure-a/],
  ]
  it.each(bad)('%s is refused while building', (_, options, message) => {
    const all = { backend: new MapBackend(), name: false, ...options }
    const build = (): unknown => createSessions(all as never)
    expect(build).toThrow(message)
    expect(build).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }))
  })
})
