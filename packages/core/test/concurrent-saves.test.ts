import { describe, expect, it } from 'vitest'
import { codeOf, setup } from './support/setup.ts'

describe('R33 no update is lost', () => {
  it('two requests that set different keys both win', async () => {
    const { stored, load } = setup()
    const one = await stored({ a: 1 })
    const two = await load(one.sessionKey)
    one.set('b', 'x')
    two.set('k1', 1)
    await one.save()
    await two.save()
    expect((await load(one.sessionKey)).toObject()).toEqual({ a: 1, b: 'x', k1: 1 })
    // The one that merged sees the other's key too.
    expect(two.toObject()).toEqual({ a: 1, b: 'x', k1: 1 })
  })

  it('the same key: the later save wins, and it is told', async () => {
    const { stored, load, events } = setup()
    const one = await stored({ a: 1 })
    const two = await load(one.sessionKey)
    one.set('a', 2)
    two.set('a', 3)
    await one.save()
    await two.save()
    expect((await load(one.sessionKey)).get('a')).toBe(3)
    expect(events).toContainEqual({ name: 'conflict', event: { id: one.id, keys: ['a'] } })
  })

  it("conflict: 'reject' gets an error instead, and changes nothing", async () => {
    const { stored, sessions, load } = setup()
    const one = await stored({ a: 1 })
    const strict = await sessions.open(one.sessionKey ?? '', { conflict: 'reject' }).load()
    one.set('a', 2)
    await one.save()
    strict.set('a', 3)
    expect(await codeOf(strict.save())).toBe('SESSION_CONFLICT')
    expect((await load(one.sessionKey)).get('a')).toBe(2)
  })

  it('change() runs again on the newer value', async () => {
    const { stored, load } = setup()
    const one = await stored({ a: 0 })
    const sessions = await Promise.all(Array.from({ length: 50 }, () => load(one.sessionKey)))
    for (const session of sessions) session.change('a', (n) => (n ?? 0) + 1)
    await Promise.all(sessions.map((session) => session.save()))
    expect((await load(one.sessionKey)).get('a')).toBe(50)
  })

  it('change() in place, and twice, and after a push', async () => {
    const { stored, load } = setup()
    const one = await stored({ a: 1, cart: [] })
    const two = await load(one.sessionKey)
    one.change('cart', (cart = []) => void cart.push({ name: 'x', count: 1 }))
    two.change('cart', (cart = []) => void cart.push({ name: 'tea', count: 1 }))
    two.change('cart', (cart = []) => cart.concat({ name: 'milk', count: 1 }))
    two.change('a', (n) => (n ?? 0) + 1)
    two.change('a', (n) => (n ?? 0) * 10)
    one.change('a', () => 5)
    await one.save()
    await two.save()
    const { cart, a } = (await load(one.sessionKey)).toObject()
    expect(cart?.map(({ name }) => name)).toEqual(['x', 'tea', 'milk'])
    expect(a).toBe(60)
    const three = await load(one.sessionKey)
    three.get('cart', []).push({ name: 'pushed', count: 1 })
    three.change('cart', (now = []) => now.concat({ name: 'changed', count: 1 }))
    two.set('a', 0)
    await two.save()
    await three.save()
    expect((await load(one.sessionKey)).get('cart', [])).toHaveLength(5)
  })

  it('change() that returns nothing where nothing was is an error, not a loss', async () => {
    const { stored } = setup()
    const session = await stored({ a: 1 })
    const change = (): void =>
      session.change('cart', (cart = []) => void cart.push({ name: 'x', count: 1 }))
    expect(change).toThrow(/Return the new value/)
    expect(session.modified).toBe(false)
  })

  it('clear() beside a write: what the clear did not see goes too, later keys stay', async () => {
    const { stored, load } = setup()
    const one = await stored({ a: 1, b: 'x' })
    const two = await load(one.sessionKey)
    one.set('k1', 1)
    await one.save()
    two.clear()
    two.set('k2', 2)
    await two.save()
    expect((await load(one.sessionKey)).toObject()).toEqual({ k2: 2 })
  })

  it('group commit: 50 parallel saves in one process take few writes', async () => {
    const { stored, load, backend } = setup()
    const one = await stored({ a: 1 })
    const sessions = await Promise.all(Array.from({ length: 50 }, () => load(one.sessionKey)))
    for (const [i, session] of sessions.entries()) session.set(`k${i}`, i)
    await Promise.all(sessions.map((session) => session.save()))
    expect((await load(one.sessionKey)).size).toBe(51)
    expect(backend.count('update')).toBeLessThanOrEqual(3)
  })

  it('each caller of a group commit gets its own error', async () => {
    const { stored, load } = setup()
    const one = await stored({ a: 1 })
    const [two, three, four] = await Promise.all([
      load(one.sessionKey),
      load(one.sessionKey),
      load(one.sessionKey),
    ])
    one.set('b', 'first')
    two?.set('k1', 1)
    let replaying = false
    three?.change('a', (n) => {
      if (replaying) throw new Error('mine')
      return (n ?? 0) + 1
    })
    replaying = true
    four?.set('k2', 2)
    const results = await Promise.allSettled([one.save(), two?.save(), three?.save(), four?.save()])
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect((await load(one.sessionKey)).toObject()).toEqual({ a: 1, b: 'first', k1: 1, k2: 2 })
  })

  it('under contention beyond the deadline a caller gets an error', async () => {
    const { stored, load, backend } = setup({ deadline: 40 })
    const one = await stored({ a: 1 })
    const two = await load(one.sessionKey)
    const id = one.id ?? ''
    backend.before = (verb) => {
      const record = backend.records.get(id)
      if (verb === 'update' && record) {
        backend.records.set(id, { ...record, revision: `other${backend.calls.length}` })
      }
    }
    two.set('a', 2)
    expect(await codeOf(two.save())).toBe('SESSION_CONFLICT')
    expect(backend.count('update')).toBeGreaterThan(3)
  })
})
