import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { collect, newRecord, nextRecord } from './test-records.ts'
import { hour } from './test-time.ts'

const rounds = 20

/** What was ended stays ended, whoever writes at the same moment. */
export function describeResurrection(suite: BackendSuite): void {
  suite.test(
    'R31: nothing outlives a delete that races with an update',
    async ({ backend, time }) => {
      for (let round = 0; round < rounds; round++) {
        const first = newRecord(time, { owner: 'user-1' })
        await backend.create(first, time.call())
        const [updated, deleted] = await Promise.all([
          backend.update(nextRecord(first), first.revision, time.call()),
          backend.delete(first.id, time.call()),
        ])
        expect(deleted).toBe(true)
        expect(['updated', 'gone']).toContain(updated)
        expect(await backend.read(first.id, time.call())).toBeNull()
      }
    },
  )

  suite.test(
    'R32: nothing outlives a delete that races with a touch',
    async ({ backend, time }) => {
      for (let round = 0; round < rounds; round++) {
        const first = newRecord(time, { owner: 'user-1' })
        await backend.create(first, time.call())
        const [deleted] = await Promise.all([
          backend.delete(first.id, time.call()),
          backend.touch(first.id, first.expiresAt + hour, first.revision, time.call()),
        ])
        expect(deleted).toBe(true)
        expect(await backend.read(first.id, time.call())).toBeNull()
      }
    },
  )

  suite.testWith(
    ['deleteByOwner', 'listByOwner'],
    'R41: nothing that was there outlives deleteByOwner',
    async ({ backend, time }) => {
      const records = Array.from({ length: rounds }, () => newRecord(time, { owner: 'user-1' }))
      for (const record of records) await backend.create(record, time.call())
      await Promise.all([
        ...records.map((record) =>
          backend.update(nextRecord(record), record.revision, time.call()),
        ),
        backend.deleteByOwner('user-1', time.call()),
        ...records.map((record) =>
          backend.touch(record.id, record.expiresAt + hour, record.revision, time.call()),
        ),
      ])
      for (const { id } of records) expect(await backend.read(id, time.call())).toBeNull()
      expect(await collect(backend.listByOwner('user-1', time.call()))).toEqual([])
    },
  )

  suite.testWith(
    ['deleteByOwner', 'listByOwner'],
    'R41: a sign-in beside deleteByOwner is deleted, or is listed',
    async ({ backend, time }) => {
      for (let round = 0; round < rounds; round++) {
        const record = newRecord(time, { owner: 'user-1' })
        await Promise.all([
          backend.create(record, time.call()),
          backend.deleteByOwner('user-1', time.call()),
        ])
        const alive = await backend.read(record.id, time.call())
        const listed = await collect(backend.listByOwner('user-1', time.call()))
        expect(listed).toEqual(alive === null ? [] : [record])
        await backend.deleteByOwner('user-1', time.call())
        expect(await backend.read(record.id, time.call())).toBeNull()
      }
    },
  )

  suite.testWith(
    ['deleteExpired'],
    'R46: a purge that races with touches takes no live record',
    async ({ backend, time }) => {
      const records = Array.from({ length: rounds }, () => newRecord(time))
      for (const record of records) await backend.create(record, time.call())
      time.advance(hour - 1)
      const before = time.call()
      time.advance(1)
      const [, ...touched] = await Promise.all([
        backend.deleteExpired(time.call({ batch: 3 })),
        ...records.map((record) =>
          backend.touch(record.id, record.expiresAt + hour, record.revision, before),
        ),
      ])
      for (const [index, { id }] of records.entries()) {
        const found = await backend.read(id, time.call())
        expect(found !== null).toBe(touched[index])
      }
    },
  )
}
