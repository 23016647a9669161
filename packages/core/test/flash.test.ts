import { describe, expect, it } from 'vitest'
import { setup } from './support/setup.ts'

describe('flash messages', () => {
  it('of any number of parallel readers, one gets it', async () => {
    const { stored, load, backend } = setup()
    const session = await stored()
    session.flash('notice', { text: 'Saved.' })
    await session.save()
    for (let round = 0; round < 20; round++) {
      const readers = await Promise.all(Array.from({ length: 50 }, () => load(session.sessionKey)))
      const taken = await Promise.all(readers.map((reader) => reader.takeFlash('notice')))
      expect(taken.filter((value) => value !== undefined)).toEqual([{ text: 'Saved.' }])
      const again = await load(session.sessionKey)
      again.flash('notice', { text: 'Saved.' })
      await again.save()
    }
    expect(backend.records.size).toBe(1)
  })

  it('is apart from the data, and costs a write only if there is one', async () => {
    const { stored, load, backend } = setup()
    const session = await stored({ a: 1 })
    session.flash('notice', 'hello')
    await session.save()
    const reader = await load(session.sessionKey)
    expect(reader.toObject()).toEqual({ a: 1 })
    expect(reader.size).toBe(1)
    backend.calls.length = 0
    expect(await reader.takeFlash('other')).toBeUndefined()
    expect(backend.calls).toEqual([])
    expect(await reader.takeFlash('notice')).toBe('hello')
    expect(backend.calls).toEqual(['update'])
    expect(await reader.takeFlash('notice')).toBeUndefined()
  })

  it('leaves unsaved changes as they are', async () => {
    const { stored, load } = setup()
    const session = await stored({ a: 1 })
    session.flash('notice', 'hello')
    await session.save()
    const reader = await load(session.sessionKey)
    reader.set('a', 2)
    expect(await reader.takeFlash('notice')).toBe('hello')
    expect(reader.modified).toBe(true)
    await reader.save()
    const after = await load(session.sessionKey)
    expect(after.toObject()).toEqual({ a: 2 })
    expect(await after.takeFlash('notice')).toBeUndefined()
  })

  it('can be taken before it is saved, and stored for a new visitor', async () => {
    const { sessions, load } = setup()
    const session = await sessions.open().load()
    session.flash('now', 1)
    session.flash('later', 2)
    expect(await session.takeFlash('now')).toBe(1)
    await session.save()
    const next = await load(session.sessionKey)
    expect(await next.takeFlash('now')).toBeUndefined()
    expect(await next.takeFlash('later')).toBe(2)
  })

  it('goes at a sign-in, like other data from before', async () => {
    const { stored, load } = setup()
    const session = await stored()
    session.flash('notice', 'planted')
    await session.save()
    await session.authenticate('ada')
    expect(await (await load(session.sessionKey)).takeFlash('notice')).toBeUndefined()
  })

  it('its keys cannot be reached as data', async () => {
    const session = await setup().stored()
    const key = '\u0000flash/notice' as 'b'
    expect(() => session.set(key, 'x')).toThrow(/flash/)
  })
})
