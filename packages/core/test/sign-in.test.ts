import { describe, expect, it } from 'vitest'
import { codeOf, day, minute, setup } from './support/setup.ts'

describe('R21 authenticate', () => {
  it('binds the owner, at once, under a new token and the same id', async () => {
    const { stored, load, backend } = setup()
    const session = await stored({ a: 1 })
    const before = session.sessionKey
    const { id } = session
    backend.calls.length = 0
    await session.authenticate('ada')
    expect(backend.calls).toEqual(['update'])
    expect(session.userId).toBe('ada')
    expect(session.id).toBe(id)
    expect(session.sessionKey).not.toBe(before)
    expect((await load(session.sessionKey)).userId).toBe('ada')
  })

  it('R24 refuses the old token to the very next read', async () => {
    const { stored, load, events } = setup()
    const session = await stored()
    const before = session.sessionKey
    await session.authenticate('ada')
    const old = await load(before)
    expect(old.userId).toBeNull()
    expect(old.isNew).toBe(true)
    expect(events.at(-1)?.event).toEqual({ id: session.id, reason: 'superseded' })
  })

  it('from nobody: earlier data goes, of this request too, save what is kept', async () => {
    const { stored, load } = setup()
    const session = await stored({ a: 1, b: 'x' })
    session.set('cart', [{ name: 'tea', count: 1 }])
    session.set('k1', 1)
    await session.authenticate('ada', { keep: ['cart', 'b'] })
    const expected = { b: 'x', cart: [{ name: 'tea', count: 1 }] }
    expect(session.toObject()).toEqual(expected)
    expect((await load(session.sessionKey)).toObject()).toEqual(expected)
  })

  it('the same owner keeps everything, another owner nothing', async () => {
    const { stored, load } = setup()
    const session = await stored()
    await session.authenticate('ada')
    session.set('b', 'hers')
    const before = session.sessionKey
    await session.authenticate('ada', { level: 'mfa' })
    expect(session.get('b')).toBe('hers')
    expect(session.sessionKey).not.toBe(before)
    await session.authenticate('grace', { keep: ['b'] })
    expect((await load(session.sessionKey)).toObject()).toEqual({})
    expect(session.userId).toBe('grace')
  })

  it('a new visitor gets one record, and unsaved data goes too', async () => {
    const { sessions, backend } = setup()
    const session = sessions.open()
    session.set('a', 1)
    await session.authenticate('ada')
    expect(backend.calls).toEqual(['create'])
    expect((await session.load()).toObject()).toEqual({})
  })

  it('R38 begins idle and absolute time anew', async () => {
    const { stored, load, pass } = setup()
    const session = await stored()
    for (let i = 0; i < 6; i++) {
      pass(day - 10)
      await (await load(session.sessionKey)).save()
    }
    const again = await load(session.sessionKey)
    expect(again.getExpiryAge()).toBeLessThan(day + 61)
    await again.authenticate('ada')
    for (let i = 0; i < 6; i++) {
      pass(day - 10)
      await (await load(again.sessionKey)).save()
    }
    expect((await load(again.sessionKey)).userId).toBe('ada')
  })

  it('wants text for a user', async () => {
    const session = await setup().stored()
    for (const bad of ['', 'x'.repeat(257), 7 as never, null as never]) {
      expect(await codeOf(session.authenticate(bad))).toBe('CONFIGURATION')
    }
    expect(session.userId).toBeNull()
  })

  it('R23 no data makes anyone signed in', async () => {
    const { stored, load } = setup()
    const session = await stored()
    session.update({ userId: 'admin', owner: 'admin', id: 'x' } as never)
    await session.save()
    const again = await load(session.sessionKey)
    expect(again.userId).toBeNull()
    expect(again.id).toBe(session.id)
  })
})

describe('late requests and races', () => {
  it('changes made before a sign-in never leak into the session after it', async () => {
    const { stored, load } = setup()
    const session = await stored()
    const late = await load(session.sessionKey)
    await session.authenticate('ada')
    late.set('b', 'planted')
    expect(await codeOf(late.save())).toBe('SESSION_INTERRUPTED')
    expect((await load(session.sessionKey)).toObject()).toEqual({})
  })

  it('nor when both wait for one commit', async () => {
    const { stored, load } = setup()
    const session = await stored()
    const busy = await load(session.sessionKey)
    const late = await load(session.sessionKey)
    busy.set('k1', 1)
    late.set('b', 'planted')
    // Whichever comes first, what the two set is gone or was refused.
    const saves = [busy.save(), late.save()].map((save) => save.catch((error: Error) => error))
    await session.authenticate('ada')
    for (const outcome of await Promise.all(saves)) {
      if (outcome) expect(outcome).toMatchObject({ code: 'SESSION_INTERRUPTED' })
    }
    expect((await load(session.sessionKey)).toObject()).toEqual({})
  })

  it('for a minute a plain write under the replaced token is interrupted; then it is like any unknown one', async () => {
    const { stored, sessions, load, pass } = setup()
    const session = await stored()
    const old = session.sessionKey ?? ''
    await session.authenticate('ada')
    pass(59)
    const late = sessions.open(old)
    late.set('a', 2)
    expect(await codeOf(late.save())).toBe('SESSION_INTERRUPTED')
    pass(2)
    const later = await load(old)
    later.set('a', 2)
    await later.save()
    expect(later.id).not.toBe(session.id)
    expect((await load(session.sessionKey)).userId).toBe('ada')
  })

  it('authenticate works in every case: superseded, ended, expired', async () => {
    const { stored, load, pass, sessions } = setup()
    const session = await stored()
    const old = session.sessionKey
    await session.authenticate('ada')
    const viaOld = await load(old)
    await viaOld.authenticate('grace')
    expect(viaOld.id).not.toBe(session.id)
    expect(viaOld.userId).toBe('grace')

    const slow = await load(session.sessionKey)
    await session.signOut()
    await slow.authenticate('ada')
    expect((await load(slow.sessionKey)).userId).toBe('ada')

    const idle = await load(slow.sessionKey)
    pass(2 * day)
    await idle.authenticate('ada')
    expect((await load(idle.sessionKey)).userId).toBe('ada')
    expect(await sessions.open(idle.sessionKey ?? '').exists()).toBe(true)
  })

  it('R29 two sign-ins at once: one takes the record, the other gets its own', async () => {
    const { stored, load } = setup()
    const one = await stored()
    const two = await load(one.sessionKey)
    await Promise.all([one.authenticate('ada'), two.authenticate('grace')])
    expect(one.id).not.toBe(two.id)
    expect((await load(one.sessionKey)).userId).toBe('ada')
    expect((await load(two.sessionKey)).userId).toBe('grace')
  })
})

describe('R22 cycleKey and assignNewSessionKey', () => {
  it('replace the token, keep the rest, and have no grace', async () => {
    const { stored, load } = setup()
    const session = await stored({ a: 1 })
    const first = session.sessionKey
    await session.cycleKey()
    const second = session.sessionKey
    session.assignNewSessionKey()
    expect(session.needsUpdate()).toBe(true)
    expect(session.sessionKey).toBe(second)
    await session.save()
    expect(new Set([first, second, session.sessionKey]).size).toBe(3)
    expect((await load(first)).isNew).toBe(true)
    expect((await load(second)).isNew).toBe(true)
    expect((await load(session.sessionKey)).get('a')).toBe(1)
  })

  it('R29 two rotations at once give one winner', async () => {
    const { stored, load } = setup()
    const one = await stored({ a: 1 })
    const two = await load(one.sessionKey)
    const outcomes = await Promise.allSettled([one.cycleKey(), two.cycleKey()])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await load(one.sessionKey)).get('a')).toBe(1)
  })
})

describe('a sign-in beside a write that it has not seen', () => {
  it('R21 drops that too: from nobody save what is kept, from another owner all of it', async () => {
    const { stored, load } = setup()
    const visitor = await stored({})
    const other = await load(visitor.sessionKey)
    other.update({ a: 1, b: 'x' })
    await other.save()
    await visitor.authenticate('ada', { keep: ['b'] })
    expect((await load(visitor.sessionKey)).toObject()).toEqual({ b: 'x' })

    const { sessionKey } = visitor
    const [one, two] = [await load(sessionKey), await load(sessionKey)]
    two.set('a', 2)
    await two.save()
    await one.authenticate('bob', { keep: ['a'] })
    expect((await load(one.sessionKey)).toObject()).toEqual({})
    expect(one.toObject()).toEqual({})
  })
})

describe('signOut', () => {
  it('ends the session for good', async () => {
    const { stored, load, backend, events, pass } = setup()
    const session = await stored()
    await session.authenticate('ada')
    const token = session.sessionKey
    await session.signOut()
    expect(session.userId).toBeNull()
    expect(backend.records.size).toBe(0)
    expect((await load(token)).isNew).toBe(true)
    expect(events.map(({ name }) => name)).toContain('destroyed')
    pass(minute)
    expect((await load(token)).isNew).toBe(true)
  })

  it('loads by itself', async () => {
    const { stored, sessions, backend } = setup()
    const { sessionKey } = await stored()
    backend.calls.length = 0
    await sessions.open(sessionKey ?? '').signOut()
    expect(backend.calls).toEqual(['read', 'delete'])
  })
})
