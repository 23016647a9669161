import { describe, expect, it } from 'vitest'
import { ioRedis } from '../connect.ts'
import { onSharedServer } from '../on-shared-server.ts'
import { all, call, newName, newRecord, nextRecord } from '../sessions.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const { backend, keys, redis } = await onSharedServer(ioRedis)

describe('physical expiry', () => {
  it('R36: every record has one: its own end, by every verb that stores it', async () => {
    const first = newRecord()
    await backend.create(first, call())
    await expectLife(first.id, hour)
    await backend.touch(first.id, first.expiresAt + hour, first.revision, call())
    await expectLife(first.id, 2 * hour)
    const second = nextRecord(first, { expiresAt: first.expiresAt + 2 * hour })
    await backend.update(second, first.revision, call())
    await expectLife(first.id, 3 * hour)
    const third = nextRecord(second, { expiresAt: Date.now() + minute })
    await backend.update(third, second.revision, { ...call(), shorten: true })
    await expectLife(first.id, minute)
    const admitted = newRecord({ owner: newName() })
    await backend.admit(admitted, { ...call(), max: 1, policy: 'reject-new' })
    await expectLife(admitted.id, hour)
  })

  it('R36: a record that has expired already when it is stored goes at once', async () => {
    const record = newRecord({ expiresAt: Date.now() - hour })
    expect(await backend.create(record, call())).toBe(true)
    expect(await pttl(keys.record(record.id))).toBeLessThanOrEqual(1)
  })

  it('R41: the index of an owner outlives the last absolute end, and then goes too', async () => {
    const owner = newName()
    const now = Date.now()
    await backend.create(newRecord({ owner, endsAt: now + 9 * day }), call())
    await backend.create(newRecord({ owner, endsAt: now + 2 * day }), call())
    const life = await pttl(keys.owner(owner))
    expect(life).toBeGreaterThan(9 * day)
    expect(life).toBeLessThanOrEqual(10 * day)
  })
})

describe.each([
  ['years behind', -20 * 365 * day],
  ['years ahead', 300 * 365 * day],
])("a caller's clock that is %s", (_which, offset) => {
  const at = (now: number): ReturnType<typeof call> => ({ ...call(), now })

  it('R37: decides alone; the server keeps what lives by it', async () => {
    const now = Date.now() + offset
    const owner = newName()
    const record = newRecord({ owner, expiresAt: now + hour, endsAt: now + day })
    await backend.create(record, at(now))
    await expectLife(record.id, hour)
    expect(await backend.read(record.id, at(now + hour - 1))).toEqual(record)
    expect(await backend.read(record.id, at(now + hour))).toBeNull()
    expect(await backend.touch(record.id, now + 3 * hour, record.revision, at(now + hour))).toBe(
      false,
    )
    expect(await backend.update(nextRecord(record), record.revision, at(now + hour))).toBe('gone')
    expect(await backend.touch(record.id, now + 2 * hour, record.revision, at(now + minute))).toBe(
      true,
    )
    expect(await backend.read(record.id, at(now + hour))).not.toBeNull()
    await expectLife(record.id, 2 * hour - minute)
    expect(await all(backend.listByOwner(owner, at(now)))).toHaveLength(1)
    expect(await backend.deleteByOwner(owner, at(now))).toBe(1)
  })
})

it('a time that is no whole number of milliseconds is refused, and nothing stored', async () => {
  for (const expiresAt of [Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 1e15]) {
    const record = newRecord({ expiresAt })
    await expect(backend.create(record, call())).rejects.toThrow(RangeError)
    expect(await backend.read(record.id, call())).toBeNull()
  }
})

async function expectLife(id: string, milliseconds: number): Promise<void> {
  const life = await pttl(keys.record(id))
  expect(life).toBeLessThanOrEqual(milliseconds)
  expect(life).toBeGreaterThan(milliseconds - minute / 2)
}

async function pttl(key: string): Promise<number> {
  return Number(await redis.command('PTTL', key))
}
