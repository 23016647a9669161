import type { Call, SessionRecord } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { memoryBackend } from '../src/index.ts'

const start = 1_800_000_000_000
const hour = 3_600_000
let made = 0

function at(now: number): Call {
  return { now, signal: new AbortController().signal }
}

function newRecord(fields: Partial<SessionRecord> = {}): SessionRecord {
  const id = `${String(made++).padStart(21, '0')}A`
  const expiresAt = start + hour
  return {
    id,
    revision: `r${id}`,
    owner: null,
    expiresAt,
    endsAt: expiresAt,
    payload: '{}',
    ...fields,
  }
}

async function fill(
  backend: ReturnType<typeof memoryBackend>,
  count: number,
  fields: Partial<SessionRecord> = {},
): Promise<SessionRecord[]> {
  const records = Array.from({ length: count }, () => newRecord(fields))
  for (const record of records) await backend.create(record, at(start))
  return records
}

async function left(backend: ReturnType<typeof memoryBackend>): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of backend.list(at(start))) ids.push(id)
  return ids.sort()
}

describe('the bound on entries', () => {
  it('R59a: evicts the one that was not used for longest', async () => {
    const backend = memoryBackend({ maxEntries: 4 })
    const [a, b, c, d] = await fill(backend, 4, { owner: 'user-1' })
    if (!a || !b || !c || !d) throw new Error('four were made')
    await backend.read(a.id, at(start))
    await backend.touch(b.id, b.expiresAt, b.revision, at(start))
    await backend.update({ ...c, revision: 'next' }, c.revision, at(start))
    const [e, f] = await fill(backend, 2)
    expect(await left(backend)).toEqual([b.id, c.id, e?.id, f?.id])
    expect(await backend.deleteByOwner('user-1', at(start))).toBe(2)
  })

  it('agrees with a plain least-recently-used list over a long random history', async () => {
    const backend = memoryBackend({ maxEntries: 20 })
    const records = Array.from({ length: 60 }, () => newRecord())
    const recent: string[] = []
    const use = (id: string): void => {
      const index = recent.indexOf(id)
      if (index >= 0) recent.splice(index, 1)
      recent.push(id)
      if (recent.length > 20) recent.shift()
    }
    let state = 42
    for (let step = 0; step < 5000; step++) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      const record = records[state % 60]
      if (record === undefined) throw new Error('no such record')
      const held = recent.includes(record.id)
      const kind = Math.floor(state / 60) % 4
      if (kind === 0) {
        expect(await backend.delete(record.id, at(start))).toBe(held)
        if (held) recent.splice(recent.indexOf(record.id), 1)
      } else if (kind === 1) {
        expect((await backend.read(record.id, at(start))) !== null).toBe(held)
        if (held) use(record.id)
      } else {
        expect(await backend.create(record, at(start))).toBe(!held)
        if (!held) use(record.id)
      }
    }
    expect(await left(backend)).toEqual([...recent].sort())
  })
})

describe('the bound on bytes', () => {
  it('R59a: evicts by the size of the text', async () => {
    const backend = memoryBackend({ maxBytes: 100_000 })
    await fill(backend, 50, { payload: 'x'.repeat(4000) })
    const held = await left(backend)
    expect(held.length).toBeGreaterThan(20)
    expect(held.length).toBeLessThan(25)
  })

  it('counts two bytes a character beyond Latin-1', async () => {
    const backend = memoryBackend({ maxBytes: 100_000 })
    await fill(backend, 50, { payload: '\u20ac'.repeat(4000) })
    expect((await left(backend)).length).toBeLessThan(13)
  })

  it('evicts when an update grows a session, never that session', async () => {
    const backend = memoryBackend({ maxBytes: 20_000 })
    const [first] = await fill(backend, 10)
    if (first === undefined) throw new Error('ten were made')
    const large = { ...first, revision: 'next', payload: 'x'.repeat(19_000) }
    expect(await backend.update(large, first.revision, at(start))).toBe('updated')
    const held = await left(backend)
    expect(held).toContain(first.id)
    expect(held.length).toBeLessThan(5)
  })

  it('rejects what can never fit, and evicts nothing for it', async () => {
    const backend = memoryBackend({ maxBytes: 20_000 })
    const [first] = await fill(backend, 10)
    if (first === undefined) throw new Error('ten were made')
    const payload = 'x'.repeat(20_000)
    await expect(backend.create(newRecord({ payload }), at(start))).rejects.toThrow('maxBytes')
    const grown = { ...first, revision: 'next', payload }
    await expect(backend.update(grown, first.revision, at(start))).rejects.toThrow('maxBytes')
    const signIn = newRecord({ payload, owner: 'user-1' })
    const place = { max: 1, policy: 'evict-oldest' } as const
    const owned = newRecord({ owner: 'user-1' })
    await backend.create(owned, at(start))
    await expect(backend.admit(signIn, { ...at(start), ...place })).rejects.toThrow('maxBytes')
    expect(await left(backend)).toHaveLength(11)
    expect(await backend.read(first.id, at(start))).toEqual(first)
  })
})

describe('expired sessions', () => {
  it('R115: leave memory as new ones come, without a timer', async () => {
    const backend = memoryBackend()
    await fill(backend, 1000)
    const later = start + hour
    const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    for (let n = 0; n < 140; n++) {
      await backend.create(newRecord({ expiresAt: later + hour }), at(later))
    }
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')).toHaveLength(
      timers,
    )
    expect(await backend.deleteExpired({ ...at(later), batch: 100 })).toBe(0)
  })

  it('are kept from no one by a read, whose clock may be wrong', async () => {
    const backend = memoryBackend()
    const [record] = await fill(backend, 1)
    expect(await backend.read(record?.id ?? '', at(start + hour))).toBeNull()
    expect(await backend.read(record?.id ?? '', at(start))).toEqual(record)
  })
})
