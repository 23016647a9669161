import { describe, expect, it } from 'vitest'
import { codeOf, day, hour, longLived, minute, request, world } from './support.ts'

describe('the ends of a session that lives in its cookie', () => {
  it('R92 without a list it ends 12 hours after it began, idle or not', async () => {
    const here = world()
    let token = await here.tokenOf({ a: 1 }, 'ada')
    for (let hours = 0; hours < 12; hours += 3) {
      const session = await here.load(token)
      expect(session.isNew).toBe(false)
      session.set('a', hours)
      await session.save()
      token = String(session.sessionKey)
      here.pass(3 * hour)
    }
    expect((await here.load(token)).isNew).toBe(true)
    expect(here.told).toEqual(['expired'])
  })

  it('R91 a token slid at every idle period ends at its first absolute end', async () => {
    const here = world(longLived)
    let token = await here.tokenOf({ a: 1 }, 'ada')
    const born = here.now()
    for (;;) {
      here.pass(day - minute)
      const { code, setCookies } = await request(here, `__Host-sid=${token}`, (session) =>
        session.load(),
      )
      expect(code).toBeNull()
      const [line] = setCookies
      if (!line) break
      token = line.slice('__Host-sid='.length, line.indexOf(';'))
    }
    expect((here.now() - born) / 1000).toBeGreaterThan(6 * day)
    here.pass(day)
    expect((await here.load(token)).isNew).toBe(true)
    expect((here.now() - born) / 1000).toBeLessThan(8 * day)
  })

  it('a slide comes at a twentieth of the idle time, and not before, nor for a prefetch', async () => {
    const here = world(longLived)
    const cookie = `__Host-sid=${await here.tokenOf({ a: 1 })}`
    const look = (): Promise<{ setCookies: readonly string[] }> =>
      request(here, cookie, (session) => session.load())
    here.pass(day / 20 - 1)
    expect((await look()).setCookies).toEqual([])
    here.pass(1)
    expect((await look()).setCookies).toHaveLength(1)
    expect(
      (await request(here, cookie, (session) => session.load({ touch: false }))).setCookies,
    ).toEqual([])
  })

  it('settings of later only shorten what is sealed', async () => {
    const secrets = { secrets: 'mB3sQmxXx1bYk0aJ8Zf7uV2wqk6T5r9cPdLhNeG4oKI' }
    const long = world({ ...secrets, sessions: { lifetime: { absolute: '30d', idle: '10d' } } })
    const short = world(secrets)
    const token = await long.tokenOf({ a: 1 })
    short.pass(12 * hour - 1)
    expect((await short.load(token)).isNew).toBe(false)
    short.pass(1)
    expect((await short.load(token)).isNew).toBe(true)
    const other = await short.tokenOf({ a: 1 })
    long.pass(25 * hour)
    expect((await long.load(other)).isNew).toBe(true)
  })

  it('setExpiry holds for it alone, and survives a reseal', async () => {
    const here = world()
    const session = await here.load(await here.tokenOf({ a: 1 }))
    session.setExpiry('30d')
    await session.save()
    here.pass(20 * day)
    const later = await here.load(session.sessionKey)
    expect(later.isNew).toBe(false)
    later.set('a', 2)
    await later.save()
    here.pass(11 * day)
    expect((await here.load(later.sessionKey)).isNew).toBe(true)
  })

  it('a save after its end is refused', async () => {
    const here = world()
    const session = await here.load(await here.tokenOf({ a: 1 }))
    here.pass(12 * hour)
    session.set('a', 2)
    expect(await codeOf(session.save())).toBe('SESSION_EXPIRED')
  })

  it('renewal on schedule is refused by name, and maxSessions too', () => {
    expect(() => world({ sessions: { lifetime: { renewal: '15m' } } })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION' }),
    )
    expect(() => world({ sessions: { lifetime: { renewal: false } } })).not.toThrow()
    const maxSessions = { limit: 1, policy: 'evict-oldest' } as const
    expect(() => world({ sessions: { maxSessions } })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_OPERATION' }),
    )
  })
})
