import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newRecord, nextRecord } from './test-records.ts'
import { day, hour } from './test-time.ts'

/** `create` stores under a new id and never overwrites. */
export function describeCreate(suite: BackendSuite): void {
  suite.test('stores a record, every field as given', async ({ backend, time }) => {
    const record = newRecord(time, { owner: 'user-1' })
    expect(await backend.create(record, time.call())).toBe(true)
    expect(await backend.read(record.id, time.call())).toEqual(record)
  })

  suite.test(
    'R30: answers false for a taken id and leaves the first record byte-identical',
    async ({ backend, time }) => {
      const first = newRecord(time, { owner: 'user-1' })
      await backend.create(first, time.call())
      const second = nextRecord(first, { owner: 'user-2', expiresAt: first.expiresAt + hour })
      expect(await backend.create(second, time.call())).toBe(false)
      expect(await backend.read(first.id, time.call())).toEqual(first)
    },
  )

  suite.test(
    'R30: answers false for an id whose record has expired but is still stored',
    async ({ backend, time }) => {
      const first = newRecord(time)
      await backend.create(first, time.call())
      time.advance(2 * hour)
      const second = nextRecord(first, { expiresAt: time.now + hour })
      expect(await backend.create(second, time.call())).toBe(false)
      expect(await backend.read(first.id, time.call())).toBeNull()
    },
  )

  suite.test('takes an id again once its record was deleted', async ({ backend, time }) => {
    const first = newRecord(time)
    await backend.create(first, time.call())
    await backend.delete(first.id, time.call())
    const second = nextRecord(first)
    expect(await backend.create(second, time.call())).toBe(true)
    expect(await backend.read(first.id, time.call())).toEqual(second)
  })

  suite.test(
    'R36: keeps an absolute end 400 days away to the millisecond',
    async ({ backend, time }) => {
      const end = time.now + 400 * day + 1
      const record = newRecord(time, { expiresAt: end, endsAt: end, revision: 'r'.repeat(32) })
      await backend.create(record, time.call())
      expect(await backend.read(record.id, time.call())).toEqual(record)
      time.advance(400 * day)
      expect(await backend.read(record.id, time.call())).toEqual(record)
    },
  )
}
