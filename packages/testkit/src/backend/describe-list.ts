import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { collect, idsOf, newRecord } from './test-records.ts'
import { hour, minute } from './test-time.ts'

/** `list` walks over every live record. */
export function describeList(suite: BackendSuite): void {
  suite.testWith(['list'], 'gives nothing of an empty store', async ({ backend, time }) => {
    expect(await collect(backend.list(time.call()))).toEqual([])
  })

  suite.testWith(
    ['list'],
    'gives every live record once, as it is, whoever owns it',
    async ({ backend, time }) => {
      const records = Array.from({ length: 450 }, (_, n) =>
        newRecord(time, { owner: n % 2 === 0 ? null : `user-${n % 7}` }),
      )
      for (const record of records) await backend.create(record, time.call())
      const listed = await collect(backend.list(time.call()))
      const byId = new Map(listed.map((record) => [record.id, record]))
      expect(listed).toHaveLength(records.length)
      for (const record of records) expect(byId.get(record.id)).toEqual(record)
    },
  )

  suite.testWith(
    ['list'],
    'R37: leaves out what has expired or was deleted',
    async ({ backend, time }) => {
      const short = newRecord(time, { expiresAt: time.now + minute })
      const deleted = newRecord(time)
      const live = newRecord(time)
      for (const record of [short, deleted, live]) await backend.create(record, time.call())
      await backend.delete(deleted.id, time.call())
      time.advance(minute)
      expect(idsOf(await collect(backend.list(time.call())))).toEqual([live.id])
      time.advance(hour)
      expect(await collect(backend.list(time.call()))).toEqual([])
    },
  )

  suite.testWith(
    ['list'],
    'may be left halfway, and deleted from on the way',
    async ({ backend, time }) => {
      for (let n = 0; n < 30; n++) await backend.create(newRecord(time), time.call())
      for await (const _ of backend.list(time.call())) break
      for await (const { id } of backend.list(time.call())) await backend.delete(id, time.call())
      expect(await collect(backend.list(time.call()))).toEqual([])
    },
  )
}
