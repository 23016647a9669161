import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newRecord, nextRecord } from './test-records.ts'
import { hour } from './test-time.ts'

/** `update` is compare-and-swap on a live record. */
export function describeUpdate(suite: BackendSuite): void {
  suite.test('replaces a record at its base', async ({ backend, time }) => {
    const first = newRecord(time)
    await backend.create(first, time.call())
    const second = nextRecord(first, { owner: 'user-1', endsAt: first.endsAt + hour })
    expect(await backend.update(second, first.revision, time.call())).toBe('updated')
    expect(await backend.read(first.id, time.call())).toEqual(second)
  })

  suite.test(
    'R33: of the payload alone writes the revision with it, and at its base only',
    async ({ backend, time }) => {
      const first = newRecord(time, { owner: 'user-1' })
      await backend.create(first, time.call())
      const second = nextRecord(first)
      const call = time.call({ payloadOnly: true })
      expect(await backend.update(second, first.revision, call)).toBe('updated')
      expect(await backend.read(first.id, time.call())).toEqual(second)
      expect(await backend.update(nextRecord(first), first.revision, call)).toEqual(second)
      expect(await backend.read(first.id, time.call())).toEqual(second)
      time.advance(hour)
      const late = time.call({ payloadOnly: true })
      expect(await backend.update(nextRecord(second), second.revision, late)).toBe('gone')
    },
  )

  suite.test('touches no other record', async ({ backend, time }) => {
    const first = newRecord(time)
    const other = newRecord(time, { revision: first.revision, owner: 'user-1' })
    await backend.create(first, time.call())
    await backend.create(other, time.call())
    await backend.update(nextRecord(first, { owner: 'user-1' }), first.revision, time.call())
    expect(await backend.read(other.id, time.call())).toEqual(other)
  })

  suite.test(
    'R33: a stale base writes nothing and gets the newer record',
    async ({ backend, time }) => {
      const first = newRecord(time)
      await backend.create(first, time.call())
      const newer = nextRecord(first, { owner: 'user-1' })
      await backend.update(newer, first.revision, time.call())
      const late = nextRecord(first, { payload: 'late', expiresAt: first.expiresAt + hour })
      expect(await backend.update(late, first.revision, time.call())).toEqual(newer)
      expect(await backend.read(first.id, time.call())).toEqual(newer)
    },
  )

  suite.test('R33: a base that differs in case only is another base', async ({ backend, time }) => {
    const first = newRecord(time, { revision: 'abcdefghijklmnopqrstuv' })
    await backend.create(first, time.call())
    const verdict = await backend.update(nextRecord(first), 'ABCDEFGHIJKLMNOPQRSTUV', time.call())
    expect(verdict).toEqual(first)
  })

  suite.test('R31: a record that never was is gone, and stays away', async ({ backend, time }) => {
    const record = newRecord(time)
    expect(await backend.update(record, record.revision, time.call())).toBe('gone')
    expect(await backend.read(record.id, time.call())).toBeNull()
  })

  suite.test('R31: a deleted record is gone, and stays away', async ({ backend, time }) => {
    const record = newRecord(time)
    await backend.create(record, time.call())
    await backend.delete(record.id, time.call())
    expect(await backend.update(nextRecord(record), record.revision, time.call())).toBe('gone')
    expect(await backend.read(record.id, time.call())).toBeNull()
  })

  suite.test(
    'R31: an expired record is gone, whatever the base, and stays away',
    async ({ backend, time }) => {
      const record = newRecord(time)
      await backend.create(record, time.call())
      time.advance(hour)
      const revived = nextRecord(record, { expiresAt: time.now + hour })
      expect(await backend.update(revived, record.revision, time.call())).toBe('gone')
      expect(await backend.update(revived, 'another-base', time.call())).toBe('gone')
      expect(await backend.read(record.id, time.call())).toBeNull()
    },
  )
}
