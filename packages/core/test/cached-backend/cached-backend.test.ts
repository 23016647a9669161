import { memoryBackend } from '@sojourn/backend-memory'
import {
  type CachedBackendOptions,
  cachedBackend,
  createSessions,
  type SessionBackend,
  type WatchEvent,
} from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { MapBackend } from '../support/map-backend.ts'
import { nextOf, Pair } from './support.ts'

describe('what a request asks', () => {
  it('a session that is cached, the cache alone; else the database, once', async () => {
    const pair = new Pair()
    const [one, other] = [pair.open(), pair.open()]
    const record = pair.record({ owner: 'ada' })
    await one.create(record, pair.call())
    for (const backend of [one, other, one]) {
      expect(await backend.read(record.id, pair.call())).toEqual(record)
    }
    expect(pair.source.calls).toEqual(['create'])
    pair.cache.records.clear()
    for (const backend of [other, one]) {
      expect(await backend.read(record.id, pair.call())).toEqual(record)
    }
    expect(pair.source.calls).toEqual(['create', 'read'])
  })

  it('the calls of docs/consistency.md', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const first = pair.record()
    const cost = async (work: () => Promise<unknown>): Promise<number[]> => {
      pair.cache.calls.length = 0
      pair.source.calls.length = 0
      await work()
      return [pair.cache.calls.length, pair.source.calls.length]
    }
    const at = pair.call.bind(pair)
    const second = nextOf(first)
    const third = nextOf(second)
    const later = first.expiresAt + 60_000
    expect(await cost(() => backend.create(first, at()))).toEqual([1, 1])
    expect(await cost(() => backend.read(first.id, at()))).toEqual([1, 0])
    expect(await cost(() => backend.read(first.id, at({ fresh: true })))).toEqual([0, 1])
    expect(await cost(() => backend.touch(first.id, later, first.revision, at()))).toEqual([1, 1])
    expect(await cost(() => backend.update(second, first.revision, at()))).toEqual([1, 1])
    const rotating = () => backend.update(third, second.revision, at({ supersedes: true }))
    expect(await cost(rotating)).toEqual([2, 1])
    expect(await cost(() => backend.read(first.id, at()))).toEqual([2, 1])
    expect(await cost(() => backend.delete(first.id, at()))).toEqual([3, 1])
    expect(await cost(() => backend.read(pair.record().id, at()))).toEqual([1, 1])
  })

  it('R50 R59b what is asked afresh, the database alone', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const record = pair.record()
    await backend.create(record, pair.call())
    pair.cache.calls.length = 0
    expect(await backend.read(record.id, pair.call({ fresh: true }))).toEqual(record)
    expect(pair.cache.calls).toEqual([])
    expect(pair.source.count('read')).toBe(1)
  })

  it('exists: the cache or the database; with fresh, the database', async () => {
    const pair = new Pair()
    const sessions = createSessions<{ a: number }>({
      backend: pair.open(),
      name: false,
      clock: () => pair.now,
    })
    const session = await sessions.open().load()
    session.set('a', 1)
    await session.save()
    const token = session.sessionKey ?? ''
    const held = [...pair.source.records]
    pair.source.records.clear()
    expect(await sessions.open().exists(token)).toBe(true)
    expect(await sessions.open().exists(token, { fresh: true })).toBe(false)
    for (const [id, record] of held) pair.source.records.set(id, record)
    pair.cache.records.clear()
    expect(await sessions.open().exists(token)).toBe(true)
    expect(await sessions.open().exists(token, { fresh: true })).toBe(true)
  })

  it('R52 while the database is down: what is cached, for as long as it may be served', async () => {
    const pair = new Pair()
    const backend = pair.open({ maxStaleness: '5s' })
    const record = pair.record()
    await backend.create(record, pair.call())
    pair.source.down()
    pair.now += 4999
    expect(await backend.read(record.id, pair.call())).toEqual(record)
    pair.now += 1
    await expect(backend.read(record.id, pair.call())).rejects.toThrow('connection refused')
  })

  it('R53 a copy never outlives its session, and one that soon ends is not made', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const record = pair.record({ expiresAt: pair.now + 130_000 })
    await backend.create(record, pair.call())
    const [copy] = pair.cache.records.values()
    expect(copy?.expiresAt).toBe(record.expiresAt)
    pair.now += 20_000
    pair.cache.records.clear()
    expect(await backend.read(record.id, pair.call())).toEqual(record)
    expect(pair.cache.records.size).toBe(0)
    pair.now += 110_000
    expect(await backend.read(record.id, pair.call())).toBeNull()
  })

  it('what is no id is never asked of the cache', async () => {
    const pair = new Pair()
    const backend = pair.open()
    for (const id of ['', 'short', '*'.repeat(22), 'a'.repeat(23)]) {
      expect(await backend.read(id, pair.call())).toBeNull()
      expect(await backend.update(pair.record({ id }), 'r', pair.call())).toBe('gone')
      expect(await backend.delete(id, pair.call())).toBe(false)
      expect(() => backend.cacheKey(id)).toThrow(RangeError)
    }
    expect(pair.cache.calls).toEqual([])
  })
})

describe('the key in the cache', () => {
  it('is the id itself without a prefix, and another id of the same form with one', async () => {
    const pair = new Pair()
    const { id } = pair.record()
    expect(pair.open().cacheKey(id)).toBe(id)
    const shop = pair.open({ prefix: 'shop' })
    expect(shop.prefix).toBe('shop')
    expect(shop.cacheKey(id)).toMatch(/^[\w-]{22}$/)
    expect(shop.cacheKey(id)).not.toBe(id)
    expect(shop.cacheKey(shop.cacheKey(id))).toBe(id)
  })

  it('R56 keeps two databases with the same ids apart', async () => {
    const pair = new Pair()
    const other = new MapBackend()
    const shop = pair.open({ prefix: 'shop' })
    const blog = pair.open({ prefix: 'blog', source: other })
    const record = pair.record()
    await shop.create(record, pair.call())
    expect(pair.cache.records.has(shop.cacheKey(record.id))).toBe(true)
    expect(await blog.read(record.id, pair.call())).toBeNull()
    const keys = new Set<string>()
    for (let n = 0; n < 20_000; n++) keys.add(pair.open({ prefix: `p${n}` }).cacheKey(record.id))
    expect(keys.size).toBe(20_000)
  })
})

describe('powers and settings', () => {
  it('are those of the source; watch needs both that of the cache and an id', async () => {
    const plain = cachedBackend({ source: new MapBackend(), cache: memoryBackend() })
    for (const power of ['list', 'listByOwner', 'deleteByOwner', 'admit', 'watch'] as const) {
      expect(plain[power]).toBeUndefined()
    }
    const full = cachedBackend({ source: memoryBackend(), cache: new MapBackend() })
    for (const power of ['list', 'listByOwner', 'deleteByOwner', 'admit'] as const) {
      expect(typeof full[power]).toBe('function')
    }
    expect(full.inProcess).toBe(true)
    expect(plain.inProcess).toBeUndefined()
  })

  it('a watch tells what the cache and the database tell, by the session’s id', async () => {
    const listeners = new Map<string, (event: WatchEvent) => void>()
    const alive = new Map([
      ['source', true],
      ['cache', true],
    ])
    const watched = (name: string): SessionBackend => {
      const backend: SessionBackend = new MapBackend()
      backend.watch = async (listener) => {
        listeners.set(name, listener)
        return {
          get alive() {
            return alive.get(name) === true
          },
          close: async () => void alive.set(name, false),
        }
      }
      return backend
    }
    const backend = cachedBackend({
      source: watched('source'),
      cache: watched('cache'),
      prefix: 'shop',
    })
    const events: (string | null)[] = []
    const watch = await backend.watch?.(({ id }) => events.push(id))
    const { id } = new Pair().record()
    listeners.get('source')?.({ id })
    listeners.get('cache')?.({ id: backend.cacheKey(id) })
    listeners.get('cache')?.({ id: null })
    expect(events).toEqual([id, id, null])
    expect(watch?.alive).toBe(true)
    alive.set('source', false)
    expect(watch?.alive).toBe(false)
    alive.set('source', true)
    await watch?.close()
    expect([...alive.values()]).toEqual([false, false])
  })

  it('close closes both, also where one fails', async () => {
    const pair = new Pair()
    const backend = pair.open()
    await backend.close()
    await backend.close()
    expect([pair.source.closed, pair.cache.closed]).toEqual([2, 2])
    pair.source.close = () => Promise.reject(new Error('stuck'))
    await expect(backend.close()).rejects.toThrow('stuck')
    expect(pair.cache.closed).toBe(3)
  })

  const [source, cache] = [new MapBackend(), new MapBackend()]
  const bad: [string, unknown][] = [
    ['no source', { cache }],
    ['no cache', { source }],
    ['one store twice', { source, cache: source }],
    ['one target twice', { source: memoryBackend(), cache: memoryBackend() }],
    ['an unknown option', { source, cache, ttl: 1 }],
    ['a prefix that is none', { source, cache, prefix: 1 }],
    ['no staleness', { source, cache, maxStaleness: 0 }],
    ['two days', { source, cache, maxStaleness: '2d' }],
    ['no deadline', { source, cache, cacheDeadline: 0.5 }],
  ]
  it.each(bad)('%s is refused while building', (_, options) => {
    const build = (): unknown => cachedBackend(options as CachedBackendOptions)
    expect(build).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }))
  })
})
