import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newRecord, nextRecord } from './test-records.ts'

/** `clear` removes everything of this backend, and `close` may be called again. */
export function describeClear(suite: BackendSuite): void {
  suite.test('removes every record', async ({ backend, time }) => {
    const records = Array.from({ length: 20 }, (_, n) =>
      newRecord(time, { owner: `user-${n % 3}` }),
    )
    for (const record of records) await backend.create(record, time.call())
    await backend.clear(time.call())
    for (const { id } of records) expect(await backend.read(id, time.call())).toBeNull()
  })

  suite.test('leaves a store that works, and revives nothing', async ({ backend, time }) => {
    const record = newRecord(time)
    await backend.clear(time.call())
    await backend.create(record, time.call())
    await backend.clear(time.call())
    expect(await backend.update(nextRecord(record), record.revision, time.call())).toBe('gone')
    expect(await backend.create(record, time.call())).toBe(true)
    expect(await backend.read(record.id, time.call())).toEqual(record)
  })

  suite.test('close may be called twice, used or not', async ({ backend, time }) => {
    await backend.create(newRecord(time), time.call())
    await backend.close()
    await expect(backend.close()).resolves.toBeUndefined()
  })
}
