import { webHeaders } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { cookieBackend } from '../src/index.ts'
import { codeOf, day, hour, longLived, minute, newer, request, world } from './support.ts'

describe('a session that lives in its cookie', () => {
  it.each(['sealed', 'signed'] as const)('holds what was put into it: %s', async (mode) => {
    const here = world({ mode })
    const data = { a: 1, text: 'zoë \u{1f36a} \ud800 "\\', list: [{ b: null }], '': true }
    const token = await here.tokenOf(data, 'ada \ud800')
    const session = await here.load(token)
    expect(session.toObject()).toEqual(data)
    expect(session.userId).toBe('ada \ud800')
    expect(session.createdAt?.getTime()).toBe(here.now())
    expect(session.authenticatedAt?.getTime()).toBe(here.now())
    expect(session.sessionKey).toBe(token)
    expect(here.told).toEqual([])
  })

  it('R89 sealed is unreadable, signed is readable, and by name only', async () => {
    const secret = { word: 'cinnamon' }
    const sealed = await world().tokenOf(secret, 'ada')
    const signed = await world({ mode: 'signed' }).tokenOf(secret, 'ada')
    const bytesOf = (token: string): string =>
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('latin1')
    expect(bytesOf(sealed)).not.toContain('cinnamon')
    expect(bytesOf(sealed)).not.toContain('ada')
    expect(bytesOf(signed)).toContain('{"word":"cinnamon"}')
  })

  it('every write gives a new token, and the id stays', async () => {
    const here = world()
    const session = await here.load(null)
    const tokens = new Set<string | null>()
    for (let count = 1; count <= 5; count++) {
      session.set('count', count)
      await session.save()
      tokens.add(session.sessionKey)
      expect((await here.load(session.sessionKey)).id).toBe(session.id)
    }
    expect(tokens.size).toBe(5)
  })

  it('an empty session for a bad token, and none is made of it', async () => {
    const here = world()
    const session = await here.load('abcde.AAAA')
    expect(session.isNew).toBe(true)
    expect(session.sessionKey).toBeNull()
    session.set('a', 1)
    await session.save()
    expect(session.sessionKey).not.toBe('abcde.AAAA')
  })

  it('exists() is false, clearExpired() is 0, clear() keeps the session, flush() ends it', async () => {
    const here = world()
    const session = await here.load(await here.tokenOf({ a: 1 }))
    expect(await session.exists()).toBe(false)
    expect(await session.exists(String(session.sessionKey))).toBe(false)
    expect(await here.sessions.clearExpired()).toBe(0)
    expect(await here.sessions.check()).toEqual([])
    const { id } = session
    session.clear()
    await session.save()
    expect((await here.load(session.sessionKey)).id).toBe(id)
    await session.flush()
    expect(session.sessionKey).toBeNull()
    expect(session.isNew).toBe(true)
  })

  it('destroy() and cycleKey() make the cookie due, as in Django', async () => {
    const here = world()
    const token = await here.tokenOf({ a: 1 })
    const cycled = await request(here, `__Host-sid=${token}`, (session) => session.cycleKey())
    expect(cycled.setCookies).toHaveLength(1)
    expect(cycled.setCookies[0]).not.toContain(token)
    const destroyed = await request(here, `__Host-sid=${token}`, (session) => session.destroy())
    expect(destroyed.setCookies).toEqual([
      '__Host-sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; Secure; HttpOnly; SameSite=Lax',
    ])
  })

  it('save({ mustCreate }) on a session that is there is refused', async () => {
    const here = world()
    const session = await here.load(await here.tokenOf({ a: 1 }))
    expect(await codeOf(session.save({ mustCreate: true }))).toBe('SESSION_EXISTS')
    expect(await codeOf(session.create())).toBe('SESSION_EXISTS')
  })

  it('R21 a sign-in drops the visitor’s data, save what is kept, and one in another name all', async () => {
    const here = world()
    const session = await here.load(await here.tokenOf({ cart: 1, draft: 2 }))
    await session.authenticate('ada', { keep: ['cart'] })
    const ada = await here.load(session.sessionKey)
    expect(ada.toObject()).toEqual({ cart: 1 })
    await ada.authenticate('ada', { level: 'strong' })
    const strong = await here.load(ada.sessionKey)
    expect([strong.toObject(), strong.authLevel]).toEqual([{ cart: 1 }, 'strong'])
    await strong.authenticate('eve', { keep: ['cart'] })
    expect((await here.load(strong.sessionKey)).toObject()).toEqual({})
  })

  it('R131 a form’s token dies with a sign-in and survives a slide', async () => {
    const here = world()
    const session = await here.load(await here.tokenOf({ a: 1 }, 'ada'))
    const { csrf } = here.sessions
    const token = await csrf.token(session)
    here.pass(hour)
    session.set('a', 2)
    await session.save()
    const later = await here.load(session.sessionKey)
    expect(await csrf.verify(later, token)).toBe(true)
    await later.authenticate('ada')
    expect(await csrf.verify(await here.load(later.sessionKey), token)).toBe(false)
  })

  it('the connector reads, and refuses by name what would need the old token to stay', async () => {
    const here = world()
    const { connector } = here.sessions
    const token = await here.tokenOf({ a: 1 })
    expect(await connector.getSession(token)).toEqual({ a: 1 })
    expect(await connector.getSession('nonsense')).toBeNull()
    expect(connector.usingMemoryBackend).toBe(false)
    const unsupported = 'UNSUPPORTED_OPERATION'
    expect(() => connector.generateSessionId()).toThrow(
      expect.objectContaining({ code: unsupported }),
    )
    expect(await codeOf(connector.setSession(token, { a: 2 }))).toBe(unsupported)
    expect(await codeOf(connector.updateSession(token, { a: 2 }))).toBe(unsupported)
    expect(await codeOf(connector.deleteSession(token))).toBe(unsupported)
    expect(await codeOf(connector.clearAllSessions())).toBe(unsupported)
    expect(await connector.clearExpired()).toBe(0)
  })

  it('after close() nothing is opened any more', async () => {
    const here = world()
    const token = await here.tokenOf({ a: 1 })
    await here.sessions.close()
    expect(await codeOf(here.load(token))).toBe('SESSION_CONNECTOR')
  })
})

describe('R90 what is inside the seal', () => {
  it('version, id, revision, ends, sign-in, generation and secret, in this order', async () => {
    const backend = cookieBackend({ secrets: newer })
    const here = world({ backend, ...longLived })
    const session = await here.load(await here.tokenOf({ word: 'tea' }))
    here.pass(60)
    await session.authenticate('ada', { keep: ['word'], level: 'strong' })
    const token = String(session.sessionKey)
    expect(Buffer.from(token.split('.')[1] ?? '', 'base64url')[0]).toBe(1)
    const codec = backend.codec({ namespace: 'default', cookieName: '__Host-sid' })
    const plain = Buffer.from((await codec.open(token, here.now())) ?? [])
    const base64url = (from: number, length: number): string =>
      plain.subarray(from, from + length).toString('base64url')
    const time = (index: number): number => plain.readUIntBE(26 + 6 * index, 6)
    // Named, signed in.
    expect(plain[0]).toBe(8 | 16)
    expect(base64url(1, 16)).toBe(session.id)
    expect(base64url(17, 9)).not.toBe('A'.repeat(12))
    const created = here.now() - 60_000
    expect([0, 1, 2, 3, 4, 5].map(time)).toEqual([
      created,
      here.now(),
      day * 1000,
      here.now() + 7 * day * 1000,
      here.now() + day * 1000,
      here.now(),
    ])
    expect(plain.readUInt32BE(62)).toBe(1)
    expect(plain.subarray(82).toString()).toBe('["ada","strong"]\n{"word":"tea"}')
  })

  it('the server’s clock decides, whatever the cookie’s Max-Age was', async () => {
    const here = world()
    const { setCookies } = await request(here, '', async (session) => session.set('a', 1))
    expect(setCookies[0]).toContain('; Max-Age=43200;')
    const cookie = setCookies[0]?.split(';')[0] ?? ''
    here.pass(12 * hour)
    const late = await request(here, cookie, async (session) => {
      expect((await session.load()).isNew).toBe(true)
    })
    expect(late.code).toBeNull()
  })
})

describe('R86 two cookies with versions of one session', () => {
  it.each(['old first', 'new first'])('the newer one counts: %s', async (order) => {
    const here = world(longLived)
    const visitor = await here.tokenOf({ a: 1 })
    here.pass(minute)
    const session = await here.load(visitor)
    await session.authenticate('ada', { keep: ['a'] })
    const signedIn = String(session.sessionKey)
    here.pass(minute)
    const later = await here.load(signedIn)
    later.set('a', 2)
    await later.save()
    // The visitor's, slid afterwards: its end is the latest, and yet it is from before the sign-in.
    here.pass(2 * hour)
    const slid = await request(here, `__Host-sid=${visitor}`, (old) => old.load())
    const stale = slid.setCookies[0]?.split(';')[0]?.slice('__Host-sid='.length)
    const tokens = [stale, visitor, signedIn, later.sessionKey]
    if (order === 'new first') tokens.reverse()
    here.told.length = 0
    let seen: unknown
    const header = tokens.map((token) => `__Host-sid=${token}`).join('; ')
    await request(here, header, async (lazy) => {
      const loaded = await lazy.load()
      seen = { userId: loaded.userId, a: loaded.get('a') }
    })
    expect(seen).toEqual({ userId: 'ada', a: 2 })
    expect(here.told).toEqual(['duplicate'])
  })

  it('two sessions are nobody’s', async () => {
    const here = world()
    const header = `__Host-sid=${await here.tokenOf({}, 'ada')}; __Host-sid=${await here.tokenOf({}, 'eve')}`
    let user: unknown
    await request(here, header, async (session) => {
      user = (await session.load()).userId
    })
    expect(user).toBeNull()
  })
})

describe('R28 what would need a cookie after the first byte', () => {
  it('is refused; a slide waits for the next request', async () => {
    const here = world({ sessions: { lifetime: { idle: '1h' } } })
    const cookie = `__Host-sid=${await here.tokenOf({ a: 1 })}`
    here.pass(10 * minute)
    const header = (name: string): string | undefined => (name === 'cookie' ? cookie : undefined)
    const { exchange, session } = here.sessions.exchange({ header }, () => true)
    const loaded = await session.load()
    await exchange.commit(200)
    loaded.set('a', 2)
    expect(await codeOf(loaded.save())).toBe('SESSION_READ_ONLY')
    const headers = new Headers()
    exchange.apply(webHeaders(headers))
    expect(headers.getSetCookie()).toEqual([])
    const next = await request(here, cookie, (again) => again.load())
    expect(next.setCookies).toHaveLength(1)
  })
})
