import { describe, expect, it } from 'vitest'
import { codeOf, setup } from './support/setup.ts'

describe('nothing is stored without need (R20)', () => {
  it('reading, looking, touching and signing out of nothing store nothing', async () => {
    const { sessions, backend } = setup()
    for (let i = 0; i < 10_000; i++) {
      const session = await sessions.open().load()
      session.has('a')
      session.keys()
      await session.signOut()
      await session.save()
    }
    expect(backend.calls).toEqual([])
  })

  it('an empty session is stored by create() alone', async () => {
    const { sessions, backend } = setup()
    const session = await sessions.open().load()
    session.set('a', 1)
    session.delete('a')
    session.setExpiry('30d')
    await session.save()
    expect(backend.calls).toEqual([])
    await session.create()
    expect(backend.count('create')).toBe(1)
  })
})

describe('create and update are different things', () => {
  it('create() and save({ mustCreate }) refuse a stored session', async () => {
    const { stored } = setup()
    const session = await stored()
    expect(await codeOf(session.create())).toBe('SESSION_EXISTS')
    session.set('a', 2)
    expect(await codeOf(session.save({ mustCreate: true }))).toBe('SESSION_EXISTS')
  })

  it('R30 a taken id is not overwritten: another id is tried, at most five times', async () => {
    const { sessions, backend, stored } = setup()
    const first = structuredClone((await stored()).id)
    const before = structuredClone([...backend.records.values()])
    const create = backend.create.bind(backend)
    let tries = 0
    backend.create = (record, call) => {
      tries++
      // A repeating random source: the same id again, as often as there are tries but one.
      return create(tries < 5 ? { ...record, id: first ?? '' } : record, call)
    }
    const session = await sessions.open().load()
    session.set('a', 5)
    await session.save()
    expect(tries).toBe(5)
    expect(session.id).not.toBe(first)
    expect([...backend.records.values()][0]).toEqual(before[0])

    backend.create = (record, call) => create({ ...record, id: first ?? '' }, call)
    const unlucky = await sessions.open().load()
    unlucky.set('a', 6)
    expect(await codeOf(unlucky.save())).toBe('SESSION_CONNECTOR')
    expect(backend.records.get(first ?? '')).toEqual(before[0])
  })

  it('R31 a save never revives an ended session', async () => {
    const { stored, load, backend } = setup()
    const slow = await stored()
    const other = await load(slow.sessionKey)
    await other.signOut()
    slow.set('a', 2)
    expect(await codeOf(slow.save())).toBe('SESSION_INTERRUPTED')
    expect(backend.records.size).toBe(0)
    expect(await codeOf(slow.save())).toBe('SESSION_INTERRUPTED')
  })

  it('R31 nor an expired one', async () => {
    const { stored, pass, backend, events } = setup()
    const slow = await stored()
    pass(86_401)
    slow.set('a', 2)
    expect(await codeOf(slow.save())).toBe('SESSION_EXPIRED')
    expect(backend.count('update')).toBe(0)
    expect(events.map(({ name }) => name)).toContain('expired')
  })
})

describe('writes before the load', () => {
  it('are merged at the save, with one read and one write', async () => {
    const { stored, sessions, backend, load } = setup()
    const one = await stored({ a: 1, b: 'x' })
    backend.calls.length = 0
    const lazy = sessions.open(one.sessionKey ?? '')
    lazy.set('k1', 1)
    lazy.delete('b')
    lazy.change('a', (n) => (n ?? 0) + 1)
    await lazy.save()
    expect(backend.calls).toEqual(['read', 'update'])
    expect((await load(one.sessionKey)).toObject()).toEqual({ a: 2, k1: 1 })
  })

  it('reading before the load is a SessionNotLoadedError that says so', () => {
    const lazy = setup().sessions.open() as { get?: (key: string) => unknown }
    expect(() => lazy.get?.('a')).toThrow(/load\(\)/)
  })
})

describe('a session object during and after a save', () => {
  it('changes made while a save is in flight are in the next one', async () => {
    const { stored, load, backend } = setup()
    const one = await stored({ a: 1 })
    one.set('a', 2)
    backend.before = (verb) => {
      if (verb === 'update') one.set('b', 'late')
    }
    await one.save()
    backend.before = () => {}
    expect(one.modified).toBe(true)
    await one.save()
    expect((await load(one.sessionKey)).toObject()).toEqual({ a: 2, b: 'late' })
  })

  it('a failed save keeps the changes for another try', async () => {
    const { stored, load, backend } = setup()
    const one = await stored({ a: 1 })
    one.set('a', 2)
    backend.down()
    expect(await codeOf(one.save())).toBe('SESSION_UNAVAILABLE')
    expect(one.modified).toBe(true)
    backend.up()
    await one.save()
    expect((await load(one.sessionKey)).get('a')).toBe(2)
  })

  it('parallel saves of one new session make one record', async () => {
    const { sessions, backend } = setup()
    const session = await sessions.open().load()
    session.set('a', 1)
    await Promise.all([session.save(), session.save(), session.save()])
    expect(backend.count('create')).toBe(1)
  })

  it('load({ fresh }) shows what others did, and keeps my changes', async () => {
    const { stored, load } = setup()
    const one = await stored({ a: 1, b: 'x' })
    const two = await load(one.sessionKey)
    two.update({ a: 2, k1: 1 })
    await two.save()
    one.set('b', 'mine')
    await one.load({ fresh: true })
    expect(one.toObject()).toEqual({ a: 2, b: 'mine', k1: 1 })
    await two.signOut()
    await one.load({ fresh: true })
    expect(one.isEmpty).toBe(true)
    one.set('a', 1)
    expect(await codeOf(one.save())).toBe('SESSION_INTERRUPTED')
  })
})

describe('R45 destroy', () => {
  it('removes the record first, then reads empty and refuses writes', async () => {
    const { stored, backend } = setup()
    const session = await stored({ a: 1 })
    await session.destroy()
    expect(backend.records.size).toBe(0)
    expect(session.get('a')).toBeUndefined()
    expect(session.sessionKey).toBeNull()
    expect(() => session.set('a', 1)).toThrow(
      expect.objectContaining({ code: 'SESSION_DESTROYED' }),
    )
    await session.save()
    await session.destroy()
    expect(backend.count('update')).toBe(0)
  })

  it('R40 is idempotent, and an error when it cannot be confirmed', async () => {
    const { stored, load, backend } = setup()
    const session = await stored()
    const twin = await load(session.sessionKey)
    backend.down()
    expect(await codeOf(session.destroy())).toBe('SESSION_UNAVAILABLE')
    backend.up()
    await session.destroy()
    await twin.destroy()
    expect(backend.records.size).toBe(0)
  })

  it('flush and signOut leave an object that can begin anew, with another id and token', async () => {
    const { stored } = setup()
    const session = await stored()
    const { id, sessionKey } = session
    await session.flush()
    expect(session.isNew).toBe(true)
    session.set('b', 'bye')
    await session.save()
    expect(session.id).not.toBe(id)
    expect(session.sessionKey).not.toBe(sessionKey)
  })

  it('destroy(token) and exists(token) need the secret (R44)', async () => {
    const { stored, sessions } = setup()
    const mine = await stored()
    const other = await sessions.open().load()
    const forged = `${mine.id}.${'A'.repeat(43)}`
    await other.destroy(forged)
    expect(await other.exists(forged)).toBe(false)
    expect(await mine.exists()).toBe(true)
    await other.destroy(mine.sessionKey ?? '')
    expect(await mine.exists()).toBe(false)
  })
})
