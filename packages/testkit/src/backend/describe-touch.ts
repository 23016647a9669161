import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newId, newRecord, nextRecord } from './test-records.ts'
import { hour, minute } from './test-time.ts'

/** `touch` moves the expiry of a live record and nothing else. */
export function describeTouch(suite: BackendSuite): void {
  suite.test(
    'R32: moves the expiry and changes neither payload nor revision',
    async ({ backend, time }) => {
      const record = newRecord(time, { owner: 'user-1' })
      await backend.create(record, time.call())
      const later = record.expiresAt + hour
      expect(await backend.touch(record.id, later, record.revision, time.call())).toBe(true)
      expect(await backend.read(record.id, time.call())).toEqual({ ...record, expiresAt: later })
    },
  )

  suite.test('R32: keeps a record alive past its old expiry', async ({ backend, time }) => {
    const record = newRecord(time)
    await backend.create(record, time.call())
    await backend.touch(record.id, record.expiresAt + hour, record.revision, time.call())
    time.advance(hour + minute)
    expect(await backend.read(record.id, time.call())).not.toBeNull()
    time.advance(hour)
    expect(await backend.read(record.id, time.call())).toBeNull()
  })

  suite.test('R32: never shortens', async ({ backend, time }) => {
    const record = newRecord(time)
    await backend.create(record, time.call())
    const earlier = record.expiresAt - minute
    expect(await backend.touch(record.id, earlier, record.revision, time.call())).toBe(true)
    expect(await backend.read(record.id, time.call())).toEqual(record)
  })

  suite.test(
    'R32: answers false for a stale base and changes nothing',
    async ({ backend, time }) => {
      const first = newRecord(time)
      await backend.create(first, time.call())
      const second = nextRecord(first)
      await backend.update(second, first.revision, time.call())
      const later = first.expiresAt + hour
      expect(await backend.touch(first.id, later, first.revision, time.call())).toBe(false)
      expect(await backend.read(first.id, time.call())).toEqual(second)
    },
  )

  suite.test(
    'R32: answers false for a record that is absent, deleted or expired',
    async ({ backend, time }) => {
      const deleted = newRecord(time)
      const expired = newRecord(time)
      await backend.create(deleted, time.call())
      await backend.create(expired, time.call())
      await backend.delete(deleted.id, time.call())
      time.advance(hour)
      const later = time.now + hour
      for (const [id, base] of [
        [newId(), deleted.revision],
        [deleted.id, deleted.revision],
        [expired.id, expired.revision],
      ] as const) {
        expect(await backend.touch(id, later, base, time.call())).toBe(false)
        expect(await backend.read(id, time.call())).toBeNull()
      }
    },
  )
}
