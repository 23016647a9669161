import { SessionDataError } from '@sojourn/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { setup } from './support/setup.ts'

describe('a loaded session reads like a Map', () => {
  it('gets, has, counts and lists', async () => {
    const session = await setup().stored({ a: 1, b: 'x' })
    expect(session.get('a')).toBe(1)
    expect(session.get('cart')).toBeUndefined()
    expect(session.get('cart', [])).toEqual([])
    expect(session.has('b')).toBe(true)
    expect(session.has('cart')).toBe(false)
    expect(session.size).toBe(2)
    expect(session.isEmpty).toBe(false)
    expect(session.keys()).toEqual(['a', 'b'])
    expect(session.values()).toEqual([1, 'x'])
    expect(session.entries()).toEqual([
      ['a', 1],
      ['b', 'x'],
    ])
    expect(session.toObject()).toEqual({ a: 1, b: 'x' })
  })

  it('pops, sets defaults, updates, deletes and clears', async () => {
    const session = await setup().stored({ a: 1, b: 'x' })
    expect(session.pop('a')).toBe(1)
    expect(session.pop('a')).toBeUndefined()
    expect(session.pop('a', 7)).toBe(7)
    expect(session.setDefault('a', 2)).toBe(2)
    expect(session.setDefault('a', 3)).toBe(2)
    session.update({ a: 5, b: 'y' })
    expect(session.popItem()).toEqual(['a', 5])
    session.delete('b')
    expect(session.popItem()).toBeUndefined()
    session.set('b', 'z')
    session.clear()
    expect(session.isEmpty).toBe(true)
  })
})

describe('what counts as a change', () => {
  it('sees nested changes, and writes them', async () => {
    const { stored, load } = setup()
    const session = await stored({ cart: [{ name: 'tea', count: 1 }] })
    const [item] = session.get('cart', [])
    if (item) item.count = 2
    expect(session.modified).toBe(true)
    await session.save()
    expect((await load(session.sessionKey)).get('cart')).toEqual([{ name: 'tea', count: 2 }])
  })

  it('writing an equal value is no change, and costs no write', async () => {
    const { stored, backend } = setup()
    const session = await stored({ a: 1, cart: [{ name: 'tea', count: 1 }] })
    session.set('a', 1)
    session.set('cart', [{ name: 'tea', count: 1 }])
    session.change('a', (n) => n ?? 0)
    session.set('b', 'x')
    session.delete('b')
    expect(session.modified).toBe(false)
    expect(session.needsUpdate()).toBe(false)
    await session.save()
    expect(backend.count('update')).toBe(0)
  })

  it('R66 sees a change whatever its checksum, a deletion included', async () => {
    const { stored, backend } = setup()
    const session = await stored({ a: 1, b: 'x' })
    session.delete('b')
    expect(session.modified).toBe(true)
    await session.save()
    expect(backend.count('update')).toBe(1)
  })

  it('a saved session is unmodified, and the same objects stay watched', async () => {
    const { stored, load } = setup()
    const session = await stored({ cart: [] })
    const cart = session.get('cart', [])
    cart.push({ name: 'tea', count: 1 })
    await session.save()
    expect(session.modified).toBe(false)
    cart.push({ name: 'milk', count: 1 })
    expect(session.modified).toBe(true)
    await session.save()
    expect((await load(session.sessionKey)).get('cart')).toHaveLength(2)
  })

  it('reading is no change', async () => {
    const { stored, backend } = setup()
    const session = await stored({ a: 1, cart: [{ name: 'tea', count: 1 }] })
    session.get('cart')
    session.entries()
    await session.save()
    expect(session.modified).toBe(false)
    expect(backend.count('update')).toBe(0)
  })

  it('R58 two requests never share an object', async () => {
    const { stored, load } = setup()
    const first = await stored({ cart: [{ name: 'tea', count: 1 }] })
    const second = await load(first.sessionKey)
    first.get('cart', [])[0] = { name: 'gone', count: 0 }
    expect(second.get('cart')).toEqual([{ name: 'tea', count: 1 }])
  })
})

describe('R64 what JSON cannot hold is refused when it is set, with its path', () => {
  class Money {
    amount = 1
  }
  const cycle: unknown[] = []
  cycle.push(cycle)
  const bad: [string, unknown, string][] = [
    ['undefined', undefined, 'b'],
    ['a bigint', { n: [1n] }, 'b.n[0]'],
    ['a function', { f: () => 1 }, 'b.f'],
    ['a symbol', Symbol('x'), 'b'],
    ['a symbol key', { [Symbol('x')]: 1 }, 'b'],
    ['a Date', [new Date()], 'b[0]'],
    ['a Map', new Map(), 'b'],
    ['NaN', { price: Number.NaN }, 'b.price'],
    ['Infinity', -Infinity, 'b'],
    ['a class instance', { total: new Money() }, 'b.total'],
    ['a cycle', cycle, 'b[0]'],
    ['a hole', Object.assign(new Array(2), [1]), 'b[1]'],
    ['undefined in an array', [undefined], 'b[0]'],
  ]
  it.each(bad)('%s', async (_, value, path) => {
    const { stored } = setup()
    const session = await stored({ a: 1 })
    const set = (): void => session.set('b', value as string)
    expect(set).toThrow(SessionDataError)
    expect(set).toThrow(expect.objectContaining({ path }))
    expect(session.modified).toBe(false)
  })

  it('an object that becomes no JSON after it was handed out is refused at the save', async () => {
    const { stored, backend } = setup()
    const session = await stored({ cart: [{ name: 'tea', count: 1 }] })
    const [item] = session.get('cart', [])
    if (item) item.count = Number.NaN
    await expect(session.save()).rejects.toMatchObject({
      code: 'SESSION_DATA',
      path: 'cart[0].count',
    })
    expect(backend.count('update')).toBe(0)
  })

  it('all JSON comes back as it was', async () => {
    const { stored, load } = setup()
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ depthSize: 'small' }), async (value) => {
        const json: unknown = JSON.parse(JSON.stringify(value))
        const session = await stored({ b: json as string })
        expect((await load(session.sessionKey)).get('b')).toEqual(json)
      }),
    )
  })
})

describe('R65 limits, before any write', () => {
  it('depth, keys, key length, bytes', async () => {
    const { stored, backend } = setup()
    const session = await stored({ a: 1 })
    let deep: unknown = 1
    for (let i = 0; i < 33; i++) deep = [deep]
    expect(() => session.set('b', deep as string)).toThrow(/32 levels/)
    expect(() => session.set('x'.repeat(257) as 'b', 'x')).toThrow(/256/)
    for (let i = 0; i < 999; i++) session.set(`k${i}`, i)
    expect(() => session.set('b', 'x')).toThrow(/1000 keys/)
    session.clear()
    session.set('b', 'é'.repeat(8192))
    await expect(session.save()).rejects.toMatchObject({ code: 'SESSION_DATA' })
    expect(backend.count('update')).toBe(0)
    session.set('b', 'é'.repeat(8000))
    await session.save()
  })

  it('a web of shared objects ends in an error, not in a hang', async () => {
    const session = await setup().stored()
    let web: unknown = []
    for (let i = 0; i < 30; i++) web = [web, web]
    expect(() => session.set('b', web as string)).toThrow(/too many values/)
  })
})

describe('R60 hostile keys are plain data', () => {
  const hostile = [
    '__proto__',
    'prototype',
    'constructor',
    'toString',
    'save',
    'id',
    'cookie',
    '_expire',
    '',
  ]
  it.each(hostile)('%j', async (key) => {
    const { stored, load } = setup()
    const name = key as 'b'
    const session = await stored({ a: 1 })
    session.set(name, 'mine')
    await session.save()
    const again = await load(session.sessionKey)
    expect(again.get(name)).toBe('mine')
    expect(again.keys()).toEqual(['a', key])
    expect(Object.entries(again.toObject())).toContainEqual([key, 'mine'])
    expect(Reflect.get({}, 'mine')).toBeUndefined()
    expect(typeof again.save).toBe('function')
    again.delete(name)
    await again.save()
    expect((await load(session.sessionKey)).has(name)).toBe(false)
  })

  it('keys that `Object.prototype` has too are read, changed and merged like any other', async () => {
    const { stored, load } = setup()
    const data = Object.fromEntries(hostile.map((key) => [key, [key]]))
    const { sessionKey } = await stored({ a: 1 })
    const [first, second] = [await load(sessionKey), await load(sessionKey)]
    for (const key of hostile)
      expect([first.has(key as 'b'), first.get(key as 'b')]).toEqual([false, undefined])
    first.update(data as never)
    await first.save()
    for (const key of hostile) {
      // On the same session, on one that has not seen them, and on their merged version.
      second.change(key as 'cart', (value = []) => [...value, 'more'] as never)
    }
    second.set('a', 2)
    await second.save()
    const merged = (await load(sessionKey)).toObject()
    expect(merged).toEqual(
      Object.fromEntries([['a', 2], ...hostile.map((key) => [key, [key, 'more']])]),
    )
    expect(second.toObject()).toEqual(merged)
    expect(Object.getPrototypeOf(second.toObject())).toBe(Object.prototype)
    second.clear()
    expect(second.keys()).toEqual([])
    await second.save()
    expect((await load(sessionKey)).size).toBe(0)
  })

  it('a nested __proto__ stays data and alters nothing', async () => {
    const { stored, load } = setup()
    const value: unknown = JSON.parse('{"__proto__": {"polluted": true}}')
    const session = await stored({ b: value as string })
    const again = (await load(session.sessionKey)).get('b')
    expect(JSON.stringify(again)).toBe('{"__proto__":{"polluted":true}}')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})
