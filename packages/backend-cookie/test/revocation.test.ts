import { memoryBackend } from '@sojourn/backend-memory'
import type { SessionBackend } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { codeOf, day, hour, newer, request, type World, world } from './support.ts'

/** A list that can be made to fail, and what is in it looked at. */
function controlled(): {
  list: SessionBackend
  fail: (broken: boolean) => void
  inner: SessionBackend
} {
  const inner = memoryBackend()
  let broken = false
  const list = new Proxy(inner, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]): Promise<unknown> => {
        if (broken) throw new Error('ECONNREFUSED')
        return Reflect.apply(value, target, args)
      }
    },
  })
  return {
    list,
    inner,
    fail: (now) => {
      broken = now
    },
  }
}

const userOf = async (here: World, token: string | null): Promise<string | null> =>
  (await here.load(token)).userId

describe('R93 with a live list', () => {
  it('a replay after the sign-out is refused at once, on the day of its sealing', async () => {
    const here = world({ revocation: memoryBackend() })
    const token = await here.tokenOf({ a: 1 }, 'ada')
    expect(await userOf(here, token)).toBe('ada')
    await (await here.load(token)).signOut()
    expect(await userOf(here, token)).toBeNull()
    here.pass(hour)
    expect(await userOf(here, token)).toBeNull()
  })

  it('R92 without one the replay is good until its sealed end, and then no more', async () => {
    const here = world()
    const token = await here.tokenOf({ a: 1 }, 'ada')
    await (await here.load(token)).signOut()
    here.pass(12 * hour - 1)
    expect(await userOf(here, token)).toBe('ada')
    here.pass(1)
    expect(await userOf(here, token)).toBeNull()
  })

  it('the list never lengthens what is sealed: an old copy ends at its own idle end', async () => {
    const here = world({ revocation: memoryBackend() })
    const copy = await here.tokenOf({ a: 1 }, 'ada')
    let token = copy
    for (let hours = 0; hours < 24; hours += 12) {
      here.pass(12 * hour)
      const { setCookies } = await request(here, `__Host-sid=${token}`, (session) => session.load())
      const [line = ''] = setCookies
      if (line) token = line.slice('__Host-sid='.length, line.indexOf(';'))
    }
    expect(await userOf(here, copy)).toBeNull()
    expect(await userOf(here, token)).toBe('ada')
  })

  it('R24 a sign-in refuses the tokens from before it, at once', async () => {
    const here = world({ revocation: memoryBackend() })
    const before = await here.tokenOf({ a: 1 })
    const session = await here.load(before)
    await session.authenticate('ada')
    const first = session.sessionKey
    await session.authenticate('ada', { level: 'strong' })
    expect((await here.load(before)).isNew).toBe(true)
    expect(await userOf(here, first)).toBeNull()
    expect(await userOf(here, session.sessionKey)).toBe('ada')
    // Data alone keeps the secret: a copy from before the write is older data, and no stranger.
    const copy = session.sessionKey
    session.set('a', 2)
    await session.save()
    expect(await userOf(here, copy)).toBe('ada')
  })

  it('R41 listForUser, revoke, revokeForUser, revokeOthers and revokeAll are real', async () => {
    const here = world({ revocation: memoryBackend() })
    const [one, two, three] = [
      await here.tokenOf({}, 'ada'),
      await here.tokenOf({}, 'ada'),
      await here.tokenOf({}, 'eve'),
    ]
    const ids: string[] = []
    for await (const info of here.sessions.listForUser('ada')) ids.push(info.id)
    const idOf = async (token: string): Promise<string> => String((await here.load(token)).id)
    expect(ids.sort()).toEqual([await idOf(one), await idOf(two)].sort())
    expect(await here.sessions.revoke(await idOf(one), { userId: 'eve' })).toBe(false)
    expect(await here.sessions.revoke(await idOf(one), { userId: 'ada' })).toBe(true)
    expect(await userOf(here, one)).toBeNull()
    const other = await here.tokenOf({}, 'ada')
    const session = await here.load(two)
    expect(await session.revokeOthers()).toBe(1)
    expect(await userOf(here, other)).toBeNull()
    expect(await userOf(here, session.sessionKey)).toBe('ada')
    expect(await here.sessions.revokeForUser('ada')).toBe(1)
    expect(await userOf(here, session.sessionKey)).toBeNull()
    expect(await userOf(here, three)).toBe('eve')
    await here.sessions.revokeAll()
    expect(await userOf(here, three)).toBeNull()
  })

  it('R43 a limit on the sessions of a user holds', async () => {
    const here = world({
      revocation: memoryBackend(),
      sessions: { maxSessions: { limit: 2, policy: 'evict-oldest' } },
    })
    const tokens: string[] = []
    for (let i = 0; i < 3; i++) {
      tokens.push(await here.tokenOf({}, 'ada'))
      here.pass(1)
    }
    const users = await Promise.all(tokens.map((token) => userOf(here, token)))
    expect(users).toEqual([null, 'ada', 'ada'])
  })

  it('of fifty parallel readers one gets a flash value, and the session stays usable', async () => {
    const here = world({ revocation: memoryBackend() })
    const session = await here.load(await here.tokenOf({ a: 1 }, 'ada'))
    session.flash('notice', 'Saved.')
    session.set('b', 2)
    await session.save()
    const token = session.sessionKey
    const readers = await Promise.all(Array.from({ length: 50 }, () => here.load(token)))
    const values = await Promise.all(readers.map((reader) => reader.takeFlash('notice')))
    expect(values.filter((value) => value === 'Saved.')).toHaveLength(1)
    const after = await here.load(token)
    expect(after.toObject()).toEqual({ a: 1, b: 2 })
    expect(await after.takeFlash('notice')).toBeUndefined()
  })

  it('a flash value survives writes of other requests, and goes with a change of user', async () => {
    const here = world({ revocation: memoryBackend() })
    const token = await here.tokenOf({ a: 1 }, 'ada')
    const [one, two] = [await here.load(token), await here.load(token)]
    one.flash('notice', 'Saved.')
    await one.save()
    two.set('a', 2)
    await two.save()
    const three = await here.load(two.sessionKey)
    expect(three.toObject()).toEqual({ a: 2 })
    await three.authenticate('eve')
    expect(await (await here.load(three.sessionKey)).takeFlash('notice')).toBeUndefined()
  })

  it('R31 a slow request that saves or slides after the sign-out gets no cookie', async () => {
    const here = world({ revocation: memoryBackend() })
    const cookie = `__Host-sid=${await here.tokenOf({ a: 1 }, 'ada')}`
    const late = await request(here, cookie, async (session) => {
      const loaded = await session.load()
      await request(here, cookie, (other) => other.signOut())
      loaded.set('a', 2)
    })
    expect([late.code, late.setCookies]).toEqual(['SESSION_INTERRUPTED', []])

    const second = `__Host-sid=${await here.tokenOf({ a: 1 }, 'ada')}`
    here.pass(2 * hour)
    const slow = await request(here, second, async (session) => {
      await session.load()
      await request(here, second, (other) => other.authenticate('ada'))
    })
    expect([slow.code, slow.setCookies]).toEqual([null, []])
  })

  it('R94 a list that does not answer is an outage, never a visitor or a user', async () => {
    const { list, fail } = controlled()
    const here = world({ revocation: list })
    const cookie = `__Host-sid=${await here.tokenOf({ a: 1 }, 'ada')}`
    fail(true)
    for (const handle of [
      async (session: Parameters<Parameters<typeof request>[2]>[0]) => session.load(),
      async (session: Parameters<Parameters<typeof request>[2]>[0]) => session.authenticate('ada'),
      async (session: Parameters<Parameters<typeof request>[2]>[0]) => session.signOut(),
    ]) {
      const { code, setCookies } = await request(here, cookie, handle)
      expect([code, setCookies]).toEqual(['SESSION_UNAVAILABLE', []])
    }
    fail(false)
    // The breaker lets one through after a second of our clock.
    here.pass(2)
    const { code } = await request(here, cookie, async (session) => {
      expect((await session.load()).userId).toBe('ada')
    })
    expect(code).toBeNull()
  })

  it('R47 a record that the store lost means signed out', async () => {
    const { list, inner } = controlled()
    const here = world({ revocation: list })
    const token = await here.tokenOf({ a: 1 }, 'ada')
    await inner.clear({ now: here.now(), signal: AbortSignal.timeout(1000) })
    expect(await userOf(here, token)).toBeNull()
    expect(here.told).toEqual(['rejected unknown'])
  })

  it('R95 tokens with and without a list are never taken for each other', async () => {
    const listed = world({ revocation: memoryBackend() })
    const free = world()
    expect(await userOf(free, await listed.tokenOf({}, 'ada'))).toBeNull()
    expect(await userOf(listed, await free.tokenOf({}, 'ada'))).toBeNull()
  })

  it('R5 the list holds neither data nor anything that signs anyone in', async () => {
    const { list, inner } = controlled()
    const here = world({ revocation: list })
    const token = await here.tokenOf({ word: 'cinnamon' }, 'ada')
    const { id } = await here.load(token)
    const record = await inner.read(String(id), {
      now: here.now(),
      signal: AbortSignal.timeout(1000),
    })
    expect(record?.payload).not.toContain('cinnamon')
    const secretHash = /^1([\w-]{43})\t/.exec(record?.payload ?? '')?.[1] ?? ''
    expect(secretHash).toHaveLength(43)
    expect(await userOf(here, `${id}.${secretHash}`)).toBeNull()
  })

  it('a session that is too large for the cookie leaves no record', async () => {
    const { list, inner } = controlled()
    const here = world({ revocation: list })
    const session = await here.load(null)
    session.set('text', 'x'.repeat(5000))
    expect(await codeOf(session.save())).toBe('COOKIE_TOO_LARGE')
    const call = { now: here.now(), signal: AbortSignal.timeout(1000) }
    const records: unknown[] = []
    for await (const record of inner.list?.(call) ?? []) records.push(record)
    expect(records).toEqual([])
  })

  it('its default ends are those of a server backend, and setExpiry moves both', async () => {
    const here = world({ revocation: memoryBackend() })
    const session = await here.load(await here.tokenOf({ a: 1 }))
    expect((session.getExpiryDate().getTime() - here.now()) / 1000).toBe(day)
    session.setExpiry('30d')
    await session.save()
    here.pass(20 * day)
    expect((await here.load(session.sessionKey)).isNew).toBe(false)
    here.pass(10 * day)
    expect((await here.load(session.sessionKey)).isNew).toBe(true)
  })

  it('the connector ends sessions, and subscribe tells of it', async () => {
    const here = world({ revocation: memoryBackend(), secrets: newer })
    const token = await here.tokenOf({ a: 1 }, 'ada')
    const session = await here.load(token)
    expect(await session.exists()).toBe(true)
    const ended = new Promise<void>((resolve) => {
      here.sessions.subscribe(String(session.id), (news) => {
        if (news === 'ended') resolve()
      })
    })
    expect(await here.sessions.connector.deleteSession(token)).toBe(true)
    await ended
    expect(await session.exists()).toBe(false)
    await here.sessions.close()
  })
})
