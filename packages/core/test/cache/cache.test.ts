import { describe, expect, it } from 'vitest'
import { processes } from '../support/processes.ts'
import { hour } from '../support/setup.ts'

const tokenOf = (id: string): string => `${id}.${'A'.repeat(43)}`

describe('what the cache saves', () => {
  it('a hit costs no call at all', async () => {
    const { a, shared } = await processes()
    const token = await shared()
    const calls = await a.calls(async () => {
      for (let i = 0; i < 100; i++) expect((await a.load(token)).get('a')).toBe(1)
    })
    expect(calls).toBe(0)
    expect(a.sessions.connector.cache?.hits).toBeGreaterThanOrEqual(100)
  })

  it('a process keeps what it has written itself, although it hears of that too', async () => {
    const { a, b, shared } = await processes()
    const token = await shared()
    const session = await a.load(token)
    session.set('a', 2)
    await session.save()
    expect(await a.calls(async () => (await a.load(token)).get('a'))).toBe(0)
    expect((await b.load(token)).get('a')).toBe(2)
    expect(a.sessions.connector.cache).toMatchObject({ invalidations: 0 })
    expect(b.sessions.connector.cache).toMatchObject({ invalidations: 1 })
  })

  it('a touch that is due is made once, and moves the end of what is cached', async () => {
    const { a, shared, pass } = await processes({ cache: { maxStaleness: 60 } })
    const token = await shared()
    pass(2 * hour)
    const request = async (): Promise<void> => {
      const session = await a.load(token)
      session.get('a')
      await session.save()
    }
    expect(await a.calls(request)).toBe(2)
    expect(await a.calls(request)).toBe(0)
    const [left] = a.backend.records.values()
    const session = await a.load(token)
    expect(session.getExpiryDate().getTime()).toBeGreaterThan(left?.endsAt ? 1_800_000_000_000 : 0)
    expect(session.getExpiryAge()).toBe(24 * hour)
  })

  it('the connector’s getSession uses it; its other operations ask the backend', async () => {
    const { a, shared } = await processes()
    const token = await shared()
    const { connector } = a.sessions
    expect(await a.calls(() => connector.getSession(token))).toBe(0)
    expect(await a.calls(() => connector.updateSession(token, { a: 2 }))).toBe(2)
    expect(await connector.getSession(token)).toEqual({ a: 2 })
    expect(await a.calls(() => connector.deleteSession(token))).toBe(2)
    expect(await connector.getSession(token)).toBeNull()
  })
})

describe('the cache accepts tokens, and never refuses one', () => {
  it('a sign-in in one process is accepted by the other at once, also before it has heard of it', async () => {
    const { a, b, shared } = await processes()
    const token = await shared()
    b.backend.holding = true
    const session = await a.load(token)
    await session.authenticate('ada')
    expect((await b.load(session.sessionKey)).userId).toBe('ada')
    // It knows the newer version now; the old token is refused.
    expect((await b.load(token)).userId).toBeNull()
  })

  it('a wrong secret is refused by the backend, and evicts nothing', async () => {
    const { a, shared } = await processes()
    const token = await shared()
    const forged = tokenOf(token.slice(0, 22))
    for (let i = 0; i < 10; i++) {
      expect(await a.calls(async () => expect((await a.load(forged)).isNew).toBe(true))).toBe(1)
      expect(await a.calls(() => a.load(token))).toBe(0)
    }
  })

  it('R59a 20,000 unknown tokens evict nothing and take no room', async () => {
    const { a, shared } = await processes({ cache: { maxEntries: 10, maxStaleness: 60 } })
    const tokens = [await shared(), await shared(), await shared()]
    const before = { ...a.sessions.connector.cache }
    for (let i = 0; i < 20_000; i++) {
      const id = String(i).padStart(21, '0')
      await a.sessions.open(tokenOf(`${id}A`)).load()
    }
    const { entries, bytes } = a.sessions.connector.cache ?? {}
    expect([entries, bytes]).toEqual([before.entries, before.bytes])
    const calls = await a.calls(async () => {
      for (const token of tokens) await a.load(token)
    })
    expect(calls).toBe(0)
  }, 60_000)
})

describe('R50 what asks the backend in any case', () => {
  it('R59b load({ fresh: true }), exists, requireRecentAuth', async () => {
    const { a, shared } = await processes()
    const token = await shared()
    expect(await a.calls(() => a.sessions.open(token).load({ fresh: true }))).toBe(1)
    const session = await a.load(token)
    expect(await a.calls(() => session.exists(token))).toBe(1)
    a.backend.records.clear()
    expect(await session.exists(token)).toBe(false)
    expect((await a.sessions.open(token).load({ fresh: true })).isNew).toBe(true)
  })

  it('a sign-out: a token that was replaced a moment ago ends nothing', async () => {
    const { a, b, shared } = await processes()
    const token = await shared()
    b.backend.holding = true
    const session = await a.load(token)
    await session.authenticate('ada')
    const late = await b.load(token)
    expect(late.isNew, 'still accepted: the message is under way').toBe(false)
    await late.signOut()
    await b.sessions.open(token).signOut()
    expect((await a.load(session.sessionKey)).userId).toBe('ada')
  })

  it('a save: what was cached is only its base', async () => {
    const { a, b, shared } = await processes()
    const token = await shared({ a: 1, b: 'x' })
    b.backend.holding = true
    const first = await a.load(token)
    first.set('a', 2)
    await first.save()
    const second = await b.load(token)
    second.set('b', 'y')
    await second.save()
    expect((await a.load(token)).toObject()).toEqual({ a: 2, b: 'y' })
    expect((await b.load(token)).toObject()).toEqual({ a: 2, b: 'y' })
  })
})

describe('R58 every request has its own copy', () => {
  it('what one does to a value, nobody else sees', async () => {
    const { a, shared } = await processes()
    const token = await shared({ cart: [{ name: 'pen', count: 1 }] })
    const [one, two] = [await a.load(token), await a.load(token)]
    one.get('cart')?.push({ name: 'ink', count: 9 })
    const [pen] = one.get('cart') ?? []
    if (pen) pen.count = 100
    const untouched = [{ name: 'pen', count: 1 }]
    expect(two.get('cart')).toEqual(untouched)
    expect((await a.load(token)).get('cart')).toEqual(untouched)
  })

  it('R56 two connectors in one process share nothing', async () => {
    const { a, b, shared } = await processes()
    const token = await shared()
    b.backend.holding = true
    const session = await a.load(token)
    session.set('a', 2)
    await session.save()
    expect((await a.load(token)).get('a')).toBe(2)
    expect((await b.load(token)).get('a')).toBe(1)
  })
})

describe('its bounds', () => {
  it('R59a holds no more entries, and no more bytes, than it may', async () => {
    const few = await processes({ cache: { maxEntries: 5, maxStaleness: 60 } })
    for (let i = 0; i < 20; i++) await few.shared()
    expect(few.a.sessions.connector.cache?.entries).toBe(5)
    const small = await processes({ cache: { maxBytes: 65_536, maxStaleness: 60 } })
    for (let i = 0; i < 20; i++) await small.shared({ b: 'x'.repeat(10_000) })
    expect(small.a.sessions.connector.cache?.entries).toBe(6)
    expect(small.a.sessions.connector.cache?.bytes).toBeLessThanOrEqual(65_536)
  })

  it('the least recently used goes first', async () => {
    const { a, shared } = await processes({ cache: { maxEntries: 3, maxStaleness: 60 } })
    const [first, second] = [await shared(), await shared()]
    await shared()
    await a.load(first)
    await shared()
    expect(await a.calls(() => a.load(first))).toBe(0)
    expect(await a.calls(() => a.load(second))).toBe(1)
  })
})
