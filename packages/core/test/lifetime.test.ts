import { createSessions, type LifetimeOptions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { MapBackend } from './support/map-backend.ts'
import { day, hour, minute, setup } from './support/setup.ts'

describe('R37, R39 idle and absolute end', () => {
  it('a session dies after a day without activity', async () => {
    const { stored, load, pass } = setup()
    const session = await stored()
    pass(day - 1)
    expect((await load(session.sessionKey)).isNew).toBe(false)
    pass(1)
    expect((await load(session.sessionKey)).isNew).toBe(true)
  })

  it('and after seven days whatever the activity', async () => {
    const { stored, load, pass } = setup()
    const session = await stored()
    for (let hours = 0; hours < 7 * 24 - 2; hours += 2) {
      pass(2 * hour)
      await (await load(session.sessionKey)).save()
    }
    expect((await load(session.sessionKey)).isNew).toBe(false)
    pass(2 * hour)
    expect((await load(session.sessionKey)).isNew).toBe(true)
  })

  it('is judged by core, not by the store alone', async () => {
    const { stored, load, backend, pass, events } = setup()
    const session = await stored()
    pass(2 * day)
    const [record] = backend.records.values()
    // A store whose clean-up and expiry lag behind.
    backend.read = async () => record ?? null
    expect((await load(session.sessionKey)).isNew).toBe(true)
    expect(events.at(-1)).toEqual({ name: 'expired', event: { id: session.id } })
  })
})

describe('R32 touching', () => {
  it('at most once per twentieth of the idle time, and never the payload', async () => {
    const { stored, load, backend, pass, sessions } = setup()
    const session = await stored()
    const before = backend.records.get(session.id ?? '')
    for (let i = 0; i < 72; i++) {
      pass(minute)
      await (await load(session.sessionKey)).save()
    }
    await sessions.connector.save()
    expect(backend.count('touch')).toBe(1)
    const after = backend.records.get(session.id ?? '')
    expect(after?.payload).toBe(before?.payload)
    expect(after?.revision).toBe(before?.revision)
    expect(after?.expiresAt).toBe((before?.expiresAt ?? 0) + 72 * minute * 1000)
  })

  it('a write moves the idle end as seldom, and says when it writes the payload alone', async () => {
    const { stored, load, backend, pass } = setup()
    const session = await stored()
    const id = session.id ?? ''
    const before = backend.records.get(id)?.expiresAt ?? 0
    const hows: unknown[] = []
    const update = backend.update.bind(backend)
    backend.update = (record, base, call) => {
      hows.push([call.payloadOnly ?? false, record.owner])
      return update(record, base, call)
    }
    const write = async (a: number): Promise<void> => {
      const loaded = await load(session.sessionKey)
      loaded.set('a', a)
      await loaded.save()
    }
    pass(minute)
    await write(2)
    expect(backend.records.get(id)?.expiresAt).toBe(before)
    pass(71 * minute)
    await write(3)
    expect(backend.records.get(id)?.expiresAt).toBe(before + 72 * minute * 1000)
    await (await load(session.sessionKey)).authenticate('ada')
    expect(hows).toEqual([
      [true, null],
      [false, null],
      [false, 'ada'],
    ])
    expect(backend.count('touch')).toBe(0)
  })

  it('parallel requests make one touch between them', async () => {
    const { stored, load, backend, pass } = setup()
    const session = await stored()
    pass(2 * hour)
    const many = await Promise.all(Array.from({ length: 30 }, () => load(session.sessionKey)))
    await Promise.all(many.map((one) => one.save()))
    expect(backend.count('touch')).toBe(1)
  })

  it('never moves the absolute end (R38)', async () => {
    const { stored, load, pass } = setup()
    const session = await stored()
    const end = session.getExpiryDate()
    for (let i = 0; i < 13; i++) {
      pass(day / 2)
      await (await load(session.sessionKey)).save()
    }
    const last = await load(session.sessionKey)
    expect(last.getExpiryDate().getTime() - end.getTime()).toBe(6 * day * 1000)
    expect(last.getExpiryAge()).toBe(day / 2)
  })
})

describe('setExpiry', () => {
  it('a length: its own idle time, and an end at least that far away', async () => {
    const { stored, load, pass } = setup()
    const session = await stored()
    session.setExpiry('30d')
    expect(session.getExpiryAge()).toBe(30 * day)
    expect(session.needsUpdate()).toBe(true)
    await session.save()
    pass(29 * day)
    expect((await load(session.sessionKey)).isNew).toBe(false)
    pass(day)
    expect((await load(session.sessionKey)).isNew).toBe(true)
  })

  it('a shorter length shortens at once', async () => {
    const { stored, load, pass } = setup()
    const session = await stored()
    session.setExpiry(60)
    await session.save()
    pass(60)
    expect((await load(session.sessionKey)).isNew).toBe(true)
  })

  it('a Date: its own absolute end', async () => {
    const { stored, load, pass, now } = setup()
    const session = await stored()
    session.setExpiry(new Date(now() + 10 * day * 1000))
    await session.save()
    for (let i = 0; i < 19; i++) {
      pass(day / 2)
      await (await load(session.sessionKey)).save()
    }
    expect((await load(session.sessionKey)).isNew).toBe(false)
    pass(day / 2)
    expect((await load(session.sessionKey)).isNew).toBe(true)
  })

  it('0 ends the cookie with the browser, null goes back to the settings', async () => {
    const { stored, load } = setup()
    const session = await stored()
    session.setExpiry(0)
    await session.save()
    expect((await load(session.sessionKey)).expiresAtBrowserClose).toBe(true)
    session.setExpiry('30d')
    await session.save()
    session.setExpiry(null)
    await session.save()
    const again = await load(session.sessionKey)
    expect(again.expiresAtBrowserClose).toBe(false)
    expect(again.getExpiryAge()).toBe(day)
  })

  it('never passes lifetime.max from the creation', async () => {
    const { stored, load, pass } = setup({ lifetime: { max: '40d' } })
    const session = await stored()
    session.setExpiry('39d')
    await session.save()
    pass(38 * day)
    await (await load(session.sessionKey)).save()
    pass(2 * day)
    expect((await load(session.sessionKey)).isNew).toBe(true)
  })

  it('survives a sign-in', async () => {
    const { stored, load } = setup()
    const session = await stored()
    session.setExpiry('30d')
    await session.authenticate('ada')
    expect((await load(session.sessionKey)).getExpiryAge()).toBe(30 * day)
  })

  it('refuses what is no expiry', async () => {
    const { stored, now } = setup()
    const session = await stored()
    const bad = [
      -1,
      1.5,
      Number.NaN,
      Infinity,
      401 * day,
      '3 weeks',
      '',
      new Date(now()),
      new Date('x'),
    ]
    for (const expiry of bad) {
      expect(() => session.setExpiry(expiry as never)).toThrow(
        expect.objectContaining({ code: 'CONFIGURATION' }),
      )
    }
  })
})

describe('R35 settings changed later only shorten', () => {
  const lives = async (
    later: LifetimeOptions,
    seconds: number,
    expiry?: '30d',
  ): Promise<boolean> => {
    const first = setup()
    const session = await first.stored()
    if (expiry) session.setExpiry(expiry)
    await session.save()
    first.pass(seconds)
    const second = setup({ backend: first.backend, clock: first.now, lifetime: later })
    return !(await second.load(session.sessionKey)).isNew
  }

  it('idle', async () => {
    expect(await lives({ idle: '1h' }, hour - 1)).toBe(true)
    expect(await lives({ idle: '1h' }, hour)).toBe(false)
    expect(await lives({ idle: '7d' }, day)).toBe(false)
  })

  it('absolute and max', async () => {
    expect(await lives({ idle: '1h', absolute: '12h' }, 12 * hour)).toBe(false)
    expect(await lives({ absolute: '30d' }, day)).toBe(false)
    expect(await lives({}, 29 * day, '30d')).toBe(true)
    expect(await lives({ max: '20d' }, 20 * day, '30d')).toBe(false)
  })
})

describe('R36 a lifetime is finite, positive and whole', () => {
  const bad: LifetimeOptions[] = [
    { idle: 0 },
    { idle: -1 },
    { idle: Number.NaN },
    { idle: Infinity },
    { idle: 1.5 },
    { absolute: '401d' },
    { absolute: '1y' as never },
    { idle: '8d' },
    { max: '1d' },
    { max: '401d' },
    { absolute: 401 * day, max: 401 * day },
    { idel: '1d' } as never,
    { renewal: 0 },
  ]
  it.each(bad)('%o', (lifetime) => {
    const build = (): unknown =>
      createSessions({ backend: new MapBackend(), name: false, lifetime })
    expect(build).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }))
  })
})

it('R115 lengths beyond 2^31 ms reach no timer: 400 days is a plain lifetime', async () => {
  const { stored, load, pass } = setup({ lifetime: { idle: '400d', absolute: '400d' } })
  const session = await stored()
  pass(399 * day)
  expect((await load(session.sessionKey)).isNew).toBe(false)
})
