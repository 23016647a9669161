import type { CachedBackend, SessionRecord } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { nextOf, Pair } from './support.ts'

/*
 * Two processes, one database, one cache. Each test holds a call of one process at the cache until the
 * other is done, and lets it go then.
 */

interface LateRefill {
  readonly pair: Pair
  readonly reader: CachedBackend
  readonly other: CachedBackend
  readonly record: SessionRecord
  readonly reading: Promise<SessionRecord | null>
  readonly release: () => void
}

/** A read whose refill of the cache waits. */
async function lateRefill(): Promise<LateRefill> {
  const pair = new Pair()
  const [reader, other] = [pair.open(), pair.open()]
  const record = pair.record()
  await pair.source.create(record, pair.call())
  const { reached, release } = pair.cache.hold('create')
  const reading = reader.read(record.id, pair.call())
  await reached
  return { pair, reader, other, record, reading, release }
}

interface LateWrite {
  readonly pair: Pair
  readonly slow: CachedBackend
  readonly fast: CachedBackend
  readonly first: SessionRecord
  readonly second: SessionRecord
  readonly writing: ReturnType<CachedBackend['update']>
  readonly release: () => void
}

/** A write of `second` over `first`, done in the database, whose step in the cache waits. */
async function lateWrite(): Promise<LateWrite> {
  const pair = new Pair()
  const [slow, fast] = [pair.open(), pair.open()]
  const first = pair.record()
  await slow.create(first, pair.call())
  const second = nextOf(first)
  const { reached, release } = pair.cache.hold('update')
  const writing = slow.update(second, first.revision, pair.call())
  await reached
  return { pair, slow, fast, first, second, writing, release }
}

describe('R55 a late refill', () => {
  it('does not bring back a session that was deleted meanwhile', async () => {
    const { pair, reader, other, record, reading, release } = await lateRefill()
    expect(await other.delete(record.id, pair.call())).toBe(true)
    release()
    // What was read before the deletion is this read's answer, and nobody's after it.
    expect(await reading).toEqual(record)
    expect(await reader.read(record.id, pair.call())).toBeNull()
    expect(await other.read(record.id, pair.call())).toBeNull()
    expect(pair.faults).toEqual([])
  })

  it('nor one that was deleted so long ago that the tombstone is gone', async () => {
    const { pair, other, record, reading, release } = await lateRefill()
    await other.delete(record.id, pair.call())
    const [stone] = pair.cache.records.values()
    pair.now = (stone?.expiresAt ?? 0) + 1
    pair.cache.records.clear()
    release()
    await reading
    expect(pair.cache.records.size).toBe(1)
    expect(await other.read(record.id, pair.call())).toBeNull()
  })

  it('does not bring back an old secret', async () => {
    const { pair, reader, other, record, reading, release } = await lateRefill()
    const rotated = nextOf(record, { owner: 'ada' })
    const call = pair.call({ supersedes: true })
    expect(await other.update(rotated, record.revision, call)).toBe('updated')
    release()
    expect(await reading).toEqual(record)
    expect(await reader.read(record.id, pair.call())).toEqual(rotated)
    expect(await other.read(record.id, pair.call())).toEqual(rotated)
  })

  it('nor one whose place in the cache was stale when it looked', async () => {
    const pair = new Pair()
    const [reader, other] = [pair.open({ maxStaleness: 60 }), pair.open({ maxStaleness: 60 })]
    const record = pair.record()
    await reader.create(record, pair.call())
    pair.now += 61_000
    const gate = pair.cache.hold('update')
    const reading = reader.read(record.id, pair.call())
    await gate.reached
    const rotated = nextOf(record)
    await other.update(rotated, record.revision, pair.call({ supersedes: true }))
    gate.release()
    await reading
    expect(await other.read(record.id, pair.call())).toEqual(rotated)
  })

  it('does not bring back older data', async () => {
    const { pair, reader, other, record, reading, release } = await lateRefill()
    const newer = nextOf(record)
    await other.update(newer, record.revision, pair.call())
    release()
    await reading
    expect(await reader.read(record.id, pair.call())).toEqual(newer)
  })

  it('does not bring back what was cleared here', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const record = pair.record()
    await pair.source.create(record, pair.call())
    const gate = pair.source.hold('read')
    const reading = backend.read(record.id, pair.call())
    await gate.reached
    const held = [...pair.source.records]
    await backend.clear(pair.call())
    // The database answers as of before.
    for (const [id, each] of held) pair.source.records.set(id, each)
    gate.release()
    await reading
    expect(pair.cache.records.size).toBe(0)
  })

  it('is not made where the database took too long', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const record = pair.record()
    await pair.source.create(record, pair.call())
    const now = performance.now
    const gate = pair.source.hold('read')
    const reading = backend.read(record.id, pair.call())
    await gate.reached
    performance.now = () => now.call(performance) + 1001
    gate.release()
    expect(await reading).toEqual(record)
    performance.now = now
    expect(pair.cache.records.size).toBe(0)
  })
})

describe('R51 writes that reach the cache in another order than the database', () => {
  it('the older one is refused', async () => {
    const { pair, slow, fast, first, second, writing, release } = await lateWrite()
    const third = nextOf(second)
    expect(await fast.update(third, second.revision, pair.call())).toBe('updated')
    release()
    expect(await writing).toBe('updated')
    for (const backend of [slow, fast, slow]) {
      expect(await backend.read(first.id, pair.call())).toEqual(third)
    }
    expect(pair.faults).toEqual([])
  })

  it('an older write does not open what a sign-out has closed', async () => {
    const { pair, slow, fast, first, writing, release } = await lateWrite()
    await fast.delete(first.id, pair.call())
    release()
    await writing
    expect(await slow.read(first.id, pair.call())).toBeNull()
    expect(await fast.read(first.id, pair.call())).toBeNull()
  })

  it('nor what a change of secret has closed', async () => {
    const { pair, slow, fast, first, second, writing, release } = await lateWrite()
    const third = nextOf(second)
    const atSource = pair.source.hold('update')
    const rotating = fast.update(third, second.revision, pair.call({ supersedes: true }))
    await atSource.reached
    release()
    await writing
    expect(await slow.read(first.id, pair.call())).toEqual(second)
    pair.cache.fail('update')
    atSource.release()
    expect(await rotating).toBe('updated')
    expect(await slow.read(first.id, pair.call())).toEqual(third)
  })

  it('a deletion that took longer than its tombstone stands is told to the cache again', async () => {
    const pair = new Pair()
    const [slow, other] = [pair.open(), pair.open()]
    const record = pair.record()
    await slow.create(record, pair.call())
    const gate = pair.source.hold('delete')
    const deleting = slow.delete(record.id, pair.call())
    await gate.reached
    pair.cache.records.clear()
    expect(await other.read(record.id, pair.call())).toEqual(record)
    expect(pair.cache.records.size).toBe(1)
    gate.release()
    expect(await deleting).toBe(true)
    expect(await other.read(record.id, pair.call())).toBeNull()
  })

  it('a touch that comes after an update leaves the later end', async () => {
    const pair = new Pair()
    const [slow, fast] = [pair.open(), pair.open()]
    const first = pair.record()
    await slow.create(first, pair.call())
    const later = first.expiresAt + 60_000
    const gate = pair.cache.hold('touch')
    const touching = slow.touch(first.id, later, first.revision, pair.call())
    await gate.reached
    const second = nextOf(first)
    await fast.update(second, first.revision, pair.call())
    gate.release()
    expect(await touching).toBe(true)
    const expected = { ...second, expiresAt: later }
    expect(await fast.read(first.id, pair.call())).toEqual(expected)
    expect(await fast.read(first.id, pair.call())).toEqual(expected)
  })

  it('of two that change the secret at once, neither opens the place for the other', async () => {
    const pair = new Pair()
    const [one, two] = [pair.open(), pair.open()]
    const first = pair.record()
    await one.create(first, pair.call())
    const second = nextOf(first)
    const gate = pair.source.hold('update')
    const writing = one.update(second, first.revision, pair.call({ supersedes: true }))
    await gate.reached
    // This one is built on what is not there yet, and fails.
    const failed = await two.update(nextOf(first), 'another', pair.call({ supersedes: true }))
    expect(failed).toEqual(first)
    expect(await two.read(first.id, pair.call())).toEqual(first)
    // Nor is anything mended afterwards, where the cache fails then.
    pair.cache.fail('update')
    gate.release()
    expect(await writing).toBe('updated')
    expect(await two.read(first.id, pair.call())).toEqual(second)
    expect(await one.read(first.id, pair.call())).toEqual(second)
  })
})

describe('a process that dies', () => {
  it('between the database and the cache leaves old data for the bound, and no longer', async () => {
    const pair = new Pair()
    const [dying, other] = [pair.open({ maxStaleness: 30 }), pair.open({ maxStaleness: 30 })]
    const first = pair.record()
    await other.create(first, pair.call())
    const second = nextOf(first)
    pair.cache.before = (verb) => (verb === 'update' ? new Promise(() => {}) : undefined)
    void dying.update(second, first.revision, pair.call())
    await expect.poll(() => pair.cache.count('update')).toBe(1)
    pair.cache.before = () => {}
    pair.now += 29_999
    expect(await other.read(first.id, pair.call())).toEqual(first)
    expect(await other.read(first.id, pair.call({ fresh: true }))).toEqual(second)
    pair.now += 1
    expect(await other.read(first.id, pair.call())).toEqual(second)
    // And from here on the copy is the new one.
    const reads = pair.source.count('read')
    expect(await other.read(first.id, pair.call())).toEqual(second)
    expect(pair.source.count('read')).toBe(reads)
  })

  it.each(['delete', 'update'] as const)(
    'between the cache and the database’s %s leaves nobody with an old copy',
    async (verb) => {
      const pair = new Pair()
      const [dying, other] = [pair.open(), pair.open()]
      const first = pair.record()
      await other.create(first, pair.call())
      const second = nextOf(first)
      pair.source.before = (each) => (each === verb ? new Promise(() => {}) : undefined)
      if (verb === 'delete') void dying.delete(first.id, pair.call())
      else void dying.update(second, first.revision, pair.call({ supersedes: true }))
      await expect.poll(() => pair.source.count(verb)).toBe(1)
      pair.source.before = () => {}
      // Not done yet: the database says so, each time.
      expect(await other.read(first.id, pair.call())).toEqual(first)
      expect(await other.read(first.id, pair.call())).toEqual(first)
      // Done at last, with nobody left to tell the cache.
      if (verb === 'delete') pair.source.records.delete(first.id)
      else pair.source.records.set(first.id, second)
      const expected = verb === 'delete' ? null : second
      expect(await other.read(first.id, pair.call())).toEqual(expected)
    },
  )
})
