import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../support/setup.ts'
import { signedIn, site } from './site.ts'
import { nextOf, Pair } from './support.ts'

describe('a cache that throws', () => {
  it('R51 is told and survived by reads and by writes of data', async () => {
    const on = site()
    const token = await signedIn(on)
    on.pair.cache.down()
    const session = await on.sessions.open(token).load()
    expect(on.told).toEqual(['cache.read'])
    session.set('a', 2)
    await session.save()
    expect(on.told).toEqual(['cache.read', 'cache.update'])
    expect((await on.sessions.open(token).load()).get('a')).toBe(2)
    const fresh = await on.sessions.open().load()
    fresh.set('a', 3)
    await fresh.save()
    expect(on.told).toContain('cache.create')
    const other = new Pair()
    const record = other.record()
    const backend = other.open()
    await backend.create(record, other.call())
    other.cache.down()
    const later = record.expiresAt + 60_000
    expect(await backend.touch(record.id, later, record.revision, other.call())).toBe(true)
    expect(other.operations).toEqual(['cache.touch'])
    expect((await backend.read(record.id, other.call()))?.expiresAt).toBe(later)
  })

  it('R40 makes the end of a session an error, and it has ended in the database', async () => {
    const on = site()
    const token = await signedIn(on)
    on.pair.cache.down()
    const session = await on.sessions.open(token).load()
    expect(await codeOf(session.signOut())).toBe('SESSION_UNAVAILABLE')
    expect(on.told).toContain('delete')
    expect(on.pair.source.records.size).toBe(0)
    expect((await on.sessions.open(token).load()).userId).toBeNull()
    // When the cache is back, its copy is served until it is too old, hence the error; or until the
    // end is repeated.
    on.pair.cache.up()
    expect((await on.sessions.open(token).load()).userId).toBe('ada')
    await on.sessions.open().destroy(token)
    expect((await on.sessions.open(token).load()).userId).toBeNull()
  })

  it('R21 makes a change of owner or secret an error, and nothing is written', async () => {
    const on = site()
    const visitor = await on.sessions.open().load()
    visitor.set('a', 1)
    await visitor.save()
    const token = await signedIn(on)
    const before = new Map(on.pair.source.records)
    on.pair.cache.down()
    const signingIn = await on.sessions.open(visitor.sessionKey ?? '').load()
    expect(await codeOf(signingIn.authenticate('eve'))).toBe('SESSION_UNAVAILABLE')
    const cycling = await on.sessions.open(token).load()
    expect(await codeOf(cycling.cycleKey())).toBe('SESSION_UNAVAILABLE')
    expect(on.pair.source.records).toEqual(before)
    on.pair.cache.up()
    expect((await on.sessions.open(token).load()).userId).toBe('ada')
    await cycling.cycleKey()
    expect((await on.sessions.open(token).load()).userId).toBeNull()
    expect((await on.sessions.open(cycling.sessionKey ?? '').load()).userId).toBe('ada')
  })

  it('R25 does not keep a renewal from being stored, presented and promoted', async () => {
    const on = site()
    const token = await signedIn(on)
    on.pair.cache.down()
    on.pair.now += 900_000
    const session = await on.sessions.open(token).load()
    session.set('a', 2)
    await session.save()
    const successor = session.sessionKey ?? ''
    expect(successor).not.toBe(token)
    // Back again, with the copy of the time before: it has never heard of the successor.
    on.pair.cache.up()
    on.pair.now += 1000
    expect((await on.sessions.open(successor).load()).get('a')).toBe(2)
  })

  it('R41 makes the end of all sessions of a user an error, and they have ended in the database', async () => {
    const pair = new Pair()
    const source = memoryBackend()
    const backend = pair.open({ source })
    const records = [pair.record({ owner: 'ada' }), pair.record({ owner: 'ada' })]
    const other = pair.record({ owner: 'eve' })
    for (const record of [...records, other]) await backend.create(record, pair.call())
    const sessions = createSessions({ backend, name: false, clock: () => pair.now })
    pair.cache.down()
    expect(await codeOf(sessions.revokeForUser('ada'))).toBe('SESSION_UNAVAILABLE')
    for (const { id } of records) expect(await source.read(id, pair.call())).toBeNull()
    expect(await source.read(other.id, pair.call())).toEqual(other)
    expect(await codeOf(sessions.revokeAll())).toBe('SESSION_UNAVAILABLE')
    expect(await source.read(other.id, pair.call())).toBeNull()
    pair.cache.up()
    await sessions.revokeAll()
    expect(pair.cache.records.size).toBe(0)
  })

  it('R43 makes an eviction an error, and the new session takes no place', async () => {
    const pair = new Pair()
    const { cache } = pair
    const source = memoryBackend()
    const backend = pair.open({ source })
    const [first, second] = [pair.record({ owner: 'ada' }), pair.record({ owner: 'ada' })]
    const place = pair.call({ max: 1, policy: 'evict-oldest' as const })
    expect(await backend.admit?.(first, place)).toEqual([])
    cache.down()
    expect(await codeOf(backend.admit?.(second, place) ?? Promise.resolve())).toBe(
      'SESSION_UNAVAILABLE',
    )
    expect(await source.read(second.id, pair.call())).toBeNull()
    // Without an eviction there is nothing to remove.
    expect(await backend.admit?.(second, place)).toEqual([])
    cache.up()
    expect(await backend.admit?.(first, place)).toEqual([second.id])
    expect(await backend.read(second.id, pair.call())).toBeNull()
  })

  it('for a moment leaves no old data behind', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const first = pair.record()
    await backend.create(first, pair.call())
    const second = nextOf(first)
    pair.cache.fail('update')
    await backend.update(second, first.revision, pair.call())
    expect(pair.operations).toEqual(['cache.update'])
    expect(await pair.open().read(first.id, pair.call())).toEqual(second)
  })

  it('with listeners that throw changes nothing, and tells nobody who has gone', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const stop = backend.onFault?.(() => {
      throw new Error('a listener')
    })
    pair.cache.down()
    const record = pair.record()
    expect(await backend.create(record, pair.call())).toBe(true)
    stop?.()
    const { sessions, told } = site(pair)
    await sessions.close()
    await backend.read(record.id, pair.call())
    expect(pair.operations).toEqual(['cache.create', 'cache.read'])
    expect(told).toEqual([])
  })
})

describe('a cache that does not answer', () => {
  it('R111 takes its own deadline from a read and from a save, not the request’s', async () => {
    const on = site()
    const token = await signedIn(on)
    const hangs = { executes: false, answer: 'hangs' } as const
    for (const verb of ['read', 'update', 'create', 'touch'] as const) {
      on.pair.cache.fail(verb, hangs, 20)
    }
    const session = await on.sessions.open(token).load()
    session.set('a', 2)
    await session.save()
    expect(on.told).toEqual(['cache.read', 'cache.update'])
    expect(await codeOf(session.signOut())).toBe('SESSION_UNAVAILABLE')
    expect(on.pair.source.records.size).toBe(0)
  })

  it('R112 is left alone for a second after a while', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const record = pair.record()
    await backend.create(record, pair.call())
    pair.cache.down()
    const until = performance.now() + 600
    while (performance.now() < until) {
      await backend.read(record.id, pair.call())
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const asked = pair.cache.calls.length
    const told = pair.faults.length
    expect(await backend.read(record.id, pair.call())).toEqual(record)
    expect(pair.cache.calls.length).toBe(asked)
    expect(pair.faults.length).toBe(told)
    // A write is told nonetheless, and an end is an error.
    await backend.update(nextOf(record), record.revision, pair.call())
    expect(pair.faults.length).toBe(told + 1)
    await expect(backend.delete(record.id, pair.call())).rejects.toThrow(/could not be removed/)
    pair.cache.up()
    await expect.poll(() => backend.delete(record.id, pair.call()), { timeout: 5000 }).toBe(false)
  })
})
