import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type SessionsOptions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { steadyTime } from '../../src/cache/steady-time.ts'
import { MapBackend } from '../support/map-backend.ts'
import { SharedStore, WatchedBackend } from '../support/watched-backend.ts'

type Cache = SessionsOptions<object>['cache']

function sessionsOf(backend: MapBackend | ReturnType<typeof memoryBackend>, cache?: Cache) {
  const options = cache === undefined ? {} : { cache }
  return createSessions({ backend, name: false, ...options }).connector
}
const watched = (): WatchedBackend => new WatchedBackend(new SharedStore())

describe('when there is a cache', () => {
  it('before a backend that tells of changes, unless it is switched off', () => {
    expect(sessionsOf(watched()).cache).toEqual({
      hits: 0,
      misses: 0,
      invalidations: 0,
      drops: 0,
      entries: 0,
      bytes: 0,
      active: false,
    })
    expect(sessionsOf(watched(), false).cache).toBeNull()
  })

  it('before one that does not, only where somebody has said how old an answer may be', async () => {
    expect(sessionsOf(new MapBackend()).cache).toBeNull()
    expect(sessionsOf(new MapBackend(), { maxEntries: 5 }).cache).toBeNull()
    expect(sessionsOf(new MapBackend(), { maxStaleness: 2 }).cache).toMatchObject({ active: true })
  })

  it('not before memory', () => {
    expect(sessionsOf(memoryBackend(), { maxStaleness: 2 }).cache).toBeNull()
  })

  it('without messages, each process sees what the other did when the bound is over', async () => {
    let time = 1_800_000_000_000
    const records = new MapBackend().records
    const make = () => {
      const backend = new MapBackend(records)
      const options = { backend, clock: () => time, cache: { maxStaleness: 30 } }
      return createSessions<{ a: number }>({ ...options, name: false })
    }
    const [a, b] = [make(), make()]
    const session = await a.open().load()
    session.set('a', 1)
    await session.create()
    const token = session.sessionKey ?? ''
    expect((await b.open(token).load()).get('a')).toBe(1)
    session.set('a', 2)
    await session.save()
    expect((await a.open(token).load()).get('a')).toBe(2)
    expect((await b.open(token).load()).get('a')).toBe(1)
    time += 30_000
    expect((await b.open(token).load()).get('a')).toBe(2)
  })

  it.each([
    [{ maxStaleness: 61 }, /60 seconds or less/],
    [{ maxStaleness: '2m' }, /60 seconds or less/],
    [{ maxStaleness: 0 }, /from 1 second/],
    [{ maxStaleness: 0.5 }, /from 1 second/],
    [{ maxStaleness: Number.NaN }, /from 1 second/],
    [{ maxEntries: 0 }, /whole number from 1/],
    [{ maxEntries: 1.5 }, /whole number from 1/],
    [{ maxBytes: 1000 }, /whole number from 65536/],
    [{ ttl: 5 }, /cache has no option 'ttl'/],
    [true, /or false/],
    [null, /or false/],
  ])('refuses %j', (cache, message) => {
    // @ts-expect-error what plain JavaScript can pass
    const make = () => createSessions({ backend: watched(), name: false, cache })
    expect(make).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }))
    expect(make).toThrow(message)
  })

  it('two calls under one name have to agree on it', () => {
    const backend = watched()
    const name = 'cache-settings'
    createSessions({ backend, name })
    expect(createSessions({ backend, name, cache: {} }).connector.cache).not.toBeNull()
    expect(() => createSessions({ backend, name, cache: false })).toThrow(/cache differs/)
  })
})

describe('R53 how the age of an entry is measured', () => {
  const world = () => {
    const at = { clock: 1_800_000_000_000, uptime: 5000 }
    const time = steadyTime(
      () => at.clock,
      () => at.uptime,
    )
    const passed = (work: () => void): number => {
      const before = time()
      work()
      return time() - before
    }
    const live = (ms: number): void => {
      at.clock += ms
      at.uptime += ms
    }
    return { at, passed, live }
  }

  it('by the uptime, however the clock is set back', () => {
    const { at, passed, live } = world()
    const aged = passed(() => {
      live(3000)
      at.clock -= 10_000
      live(3000)
      at.clock -= 86_400_000
    })
    expect(aged).toBe(6000)
  })

  it('by the clock too, where it is set forward: the machine may have slept', () => {
    const { at, passed, live } = world()
    expect(
      passed(() => {
        live(1000)
        at.clock += 60_000
      }),
    ).toBe(61_000)
    expect(passed(() => live(1000))).toBe(1000)
    expect(passed(() => (at.clock -= 60_000))).toBe(0)
    expect(passed(() => (at.clock += 60_000))).toBe(60_000)
  })

  it('not faster because the clock has whole milliseconds', () => {
    const { at, passed } = world()
    const aged = passed(() => {
      for (let i = 0; i < 100_000; i++) {
        at.uptime += 0.01
        at.clock = 1_800_000_000_000 + Math.floor(at.uptime - 5000)
        passed(() => {})
      }
    })
    expect(aged).toBeCloseTo(1000, 0)
  })
})
