import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newId, newRecord } from './test-records.ts'

/** `delete` removes one record and says whether there was one. */
export function describeDelete(suite: BackendSuite): void {
  suite.test('removes the record, and no other', async ({ backend, time }) => {
    const record = newRecord(time)
    const other = newRecord(time)
    await backend.create(record, time.call())
    await backend.create(other, time.call())
    expect(await backend.delete(record.id, time.call())).toBe(true)
    expect(await backend.read(record.id, time.call())).toBeNull()
    expect(await backend.read(record.id, time.call({ fresh: true }))).toBeNull()
    expect(await backend.read(other.id, time.call())).toEqual(other)
  })

  suite.test('R40: is idempotent: the second time there is none', async ({ backend, time }) => {
    const record = newRecord(time)
    await backend.create(record, time.call())
    await backend.delete(record.id, time.call())
    expect(await backend.delete(record.id, time.call())).toBe(false)
    expect(await backend.delete(newId(), time.call())).toBe(false)
  })
}
