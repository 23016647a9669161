import { createSessions, encryptedBackend, generateSecret } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../support/setup.ts'
import { signedIn, site } from './site.ts'
import { Pair } from './support.ts'

describe('a cache that holds what it should not', () => {
  it('is asked past for what cannot be read, which is replaced', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const record = pair.record({ owner: 'ada' })
    await backend.create(record, pair.call())
    const [copy] = pair.cache.records.values()
    if (!copy) throw new Error('There is no copy.')
    const payloads = ['', '1', '2c1\n\n', '1c\n', '1cx\n\n', '1c1\n{}\nx', '1c1\n"ada\nx', 'x']
    for (const [n, payload] of payloads.entries()) {
      pair.cache.records.set(record.id, { ...copy, revision: `r${n}`, payload })
      expect(await backend.read(record.id, pair.call())).toEqual(record)
      expect(pair.cache.records.get(record.id)).toEqual(copy)
    }
    expect(pair.faults).toEqual([])
    pair.cache.records.set(record.id, { ...copy, id: pair.record().id })
    expect(await backend.read(record.id, pair.call())).toEqual(record)
    expect(pair.operations).toEqual(['cache.read'])
  })

  it('is not believed about a copy from the future', async () => {
    const pair = new Pair()
    const backend = pair.open()
    const record = pair.record()
    await backend.create(record, pair.call())
    pair.now -= 60_001
    await backend.read(record.id, pair.call())
    expect(pair.source.count('read')).toBe(1)
  })

  it('refuses no token: only the database does', async () => {
    const on = site()
    const token = await signedIn(on)
    const [id = ''] = token.split('.')
    const copy = on.pair.cache.records.get(id)
    const session = await on.sessions.open(token).load()
    await session.cycleKey()
    // As after a failover of the cache that lost its last writes.
    if (copy) on.pair.cache.records.set(id, copy)
    expect((await on.sessions.open(session.sessionKey ?? '').load()).userId).toBe('ada')
    // A wrong secret costs one look at the database, and an unknown id one.
    const reads = on.pair.source.count('read')
    await on.sessions.open(`${id}.${'A'.repeat(43)}`).load()
    expect(on.pair.source.count('read')).toBe(reads + 1)
    await on.sessions.open(`${'A'.repeat(22)}.${'A'.repeat(43)}`).load()
    expect(on.pair.source.count('read')).toBe(reads + 2)
  })

  it('nor does it under the cache of a process, which passes all of this on', async () => {
    const pair = new Pair()
    const sessions = createSessions<{ a: number }>({
      backend: pair.open(),
      name: false,
      clock: () => pair.now,
      cache: { maxStaleness: '1s' },
    })
    const told: string[] = []
    sessions.on('unavailable', ({ operation }) => told.push(operation))
    const session = await sessions.open().load()
    session.set('a', 1)
    await session.authenticate('ada')
    const copies = new Map(pair.cache.records)
    await session.cycleKey()
    for (const [key, copy] of copies) pair.cache.records.set(key, copy)
    pair.now += 2000
    expect((await sessions.open(session.sessionKey ?? '').load()).userId).toBe('ada')
    pair.cache.down()
    pair.now += 2000
    expect((await sessions.open(session.sessionKey ?? '').load()).userId).toBe('ada')
    expect(told).toEqual(['cache.read'])
    expect(await codeOf(session.cycleKey())).toBe('SESSION_UNAVAILABLE')
    expect(await codeOf(session.signOut())).toBe('SESSION_UNAVAILABLE')
    // Here, at least, nobody remembers it.
    expect((await sessions.open(session.sessionKey ?? '').load()).userId).toBeNull()
  })

  it('R67 holds no data in the clear under encryptedBackend, and all of this holds', async () => {
    const pair = new Pair()
    const backend = encryptedBackend(pair.open(), { secrets: generateSecret() })
    const sessions = createSessions<{ a: number }>({ backend, name: false })
    const told: string[] = []
    sessions.on('unavailable', ({ operation }) => told.push(operation))
    const session = await sessions.open().load()
    session.set('a', 1)
    await session.authenticate('ada')
    for (const { payload } of pair.cache.records.values()) expect(payload).not.toContain('"a"')
    pair.cache.down()
    expect((await sessions.open(session.sessionKey ?? '').load()).userId).toBe('ada')
    expect(told).toEqual(['cache.read'])
    expect(await codeOf(session.cycleKey())).toBe('SESSION_UNAVAILABLE')
    expect(backend.readsCopies).toBe(true)
  })
})
