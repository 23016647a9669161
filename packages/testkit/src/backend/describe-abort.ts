import type { Call } from '@sojourn/core'
import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { collect, newRecord, nextRecord } from './test-records.ts'
import { hour } from './test-time.ts'

/** A call whose deadline has passed before it began rejects, and leaves nothing behind. */
export function describeAbort(suite: BackendSuite): void {
  suite.test('R111: rejects and changes nothing', async ({ backend, time }) => {
    const record = newRecord(time)
    const created = newRecord(time)
    await backend.create(record, time.call())
    const late: Call = { now: time.now, signal: AbortSignal.abort() }
    const later = record.expiresAt + hour
    const attempts = await Promise.allSettled([
      backend.create(created, late),
      backend.read(record.id, late),
      backend.update(nextRecord(record), record.revision, late),
      backend.touch(record.id, later, record.revision, late),
      backend.delete(record.id, late),
      backend.clear(late),
    ])
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 'rejected'))
    expect(await backend.read(created.id, time.call())).toBeNull()
    expect(await backend.read(record.id, time.call())).toEqual(record)
  })

  suite.testWith(['list'], 'R111: list rejects', async ({ backend, time }) => {
    await backend.create(newRecord(time), time.call())
    const late = { now: time.now, signal: AbortSignal.abort() }
    await expect(collect(backend.list(late))).rejects.toBeDefined()
  })

  suite.testWith(['listByOwner'], 'R111: listByOwner rejects', async ({ backend, time }) => {
    await backend.create(newRecord(time, { owner: 'user-1' }), time.call())
    const late = { now: time.now, signal: AbortSignal.abort() }
    await expect(collect(backend.listByOwner('user-1', late))).rejects.toBeDefined()
  })

  suite.testWith(
    ['deleteByOwner'],
    'R111: deleteByOwner rejects and deletes nothing',
    async ({ backend, time }) => {
      const record = newRecord(time, { owner: 'user-1' })
      await backend.create(record, time.call())
      const late = { now: time.now, signal: AbortSignal.abort() }
      await expect(backend.deleteByOwner('user-1', late)).rejects.toBeDefined()
      expect(await backend.read(record.id, time.call())).toEqual(record)
    },
  )

  suite.testWith(
    ['admit'],
    'R111: admit rejects, creates nothing and evicts nothing',
    async ({ backend, time }) => {
      const first = newRecord(time, { owner: 'user-1' })
      const second = newRecord(time, { owner: 'user-1' })
      await backend.create(first, time.call())
      const late = { now: time.now, signal: AbortSignal.abort() }
      await expect(
        backend.admit(second, { ...late, max: 1, policy: 'evict-oldest' }),
      ).rejects.toBeDefined()
      expect(await backend.read(first.id, time.call())).toEqual(first)
      expect(await backend.read(second.id, time.call())).toBeNull()
    },
  )

  suite.testWith(
    ['deleteExpired'],
    'R46: deleteExpired deletes nothing and answers 0',
    async ({ backend, time }) => {
      await backend.create(newRecord(time), time.call())
      time.advance(hour)
      const late = { now: time.now, signal: AbortSignal.abort(), batch: 10 }
      expect(await backend.deleteExpired(late)).toBe(0)
      expect(await backend.deleteExpired(time.call({ batch: 10 }))).toBe(1)
    },
  )
}
