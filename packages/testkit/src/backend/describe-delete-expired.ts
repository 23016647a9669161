import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newRecord } from './test-records.ts'
import { hour, minute } from './test-time.ts'

/** `deleteExpired` purges what has expired and nothing else. */
export function describeDeleteExpired(suite: BackendSuite): void {
  suite.testWith(
    ['deleteExpired'],
    'R46: removes what has expired, in batches, and tells of it',
    async ({ backend, time }) => {
      const expired = Array.from({ length: 25 }, () => newRecord(time, { owner: 'user-1' }))
      for (const record of expired) await backend.create(record, time.call())
      const live = newRecord(time, { expiresAt: time.now + 2 * hour, owner: 'user-1' })
      await backend.create(live, time.call())
      time.advance(hour)
      const told: number[] = []
      const onProgress = (deleted: number): void => void told.push(deleted)
      expect(await backend.deleteExpired(time.call({ batch: 10, onProgress }))).toBe(25)
      expect(told.length).toBeGreaterThanOrEqual(3)
      expect(await backend.read(live.id, time.call())).toEqual(live)
      for (const record of expired) expect(await backend.create(record, time.call())).toBe(true)
    },
  )

  suite.testWith(
    ['deleteExpired'],
    'R46: finds nothing where nothing has expired',
    async ({ backend, time }) => {
      expect(await backend.deleteExpired(time.call({ batch: 10 }))).toBe(0)
      const record = newRecord(time)
      await backend.create(record, time.call())
      time.advance(hour - 1)
      expect(await backend.deleteExpired(time.call({ batch: 10 }))).toBe(0)
      expect(await backend.read(record.id, time.call())).toEqual(record)
    },
  )

  suite.testWith(
    ['deleteExpired'],
    'R46: spares what a touch has kept alive',
    async ({ backend, time }) => {
      const record = newRecord(time)
      await backend.create(record, time.call())
      await backend.touch(record.id, record.expiresAt + minute, record.revision, time.call())
      time.advance(hour)
      expect(await backend.deleteExpired(time.call({ batch: 10 }))).toBe(0)
      expect(await backend.read(record.id, time.call())).not.toBeNull()
    },
  )

  suite.testWith(
    ['deleteExpired'],
    'R46: stops at an abort and says how many went',
    async ({ backend, time }) => {
      const records = Array.from({ length: 30 }, () => newRecord(time))
      for (const record of records) await backend.create(record, time.call())
      time.advance(hour)
      const controller = new AbortController()
      const deleted = await backend.deleteExpired({
        now: time.now,
        signal: controller.signal,
        batch: 5,
        onProgress: () => controller.abort(),
      })
      expect(deleted).toBeGreaterThan(0)
      expect(deleted).toBeLessThan(30)
      expect(await backend.deleteExpired(time.call({ batch: 5 }))).toBe(30 - deleted)
    },
  )
}
