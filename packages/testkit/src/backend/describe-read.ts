import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newId, newRecord } from './test-records.ts'
import { hour } from './test-time.ts'

/** `read` finds, or says absent; expiry is judged by the call's time alone. */
export function describeRead(suite: BackendSuite): void {
  suite.test('answers null for an unknown id, fresh or not', async ({ backend, time }) => {
    await backend.create(newRecord(time), time.call())
    expect(await backend.read(newId(), time.call())).toBeNull()
    expect(await backend.read(newId(), time.call({ fresh: true }))).toBeNull()
  })

  suite.test('reads the same with fresh', async ({ backend, time }) => {
    const record = newRecord(time, { owner: 'user-1' })
    await backend.create(record, time.call())
    expect(await backend.read(record.id, time.call({ fresh: true }))).toEqual(record)
  })

  suite.test(
    'R37: a record lives to the millisecond before its expiry, and not at it',
    async ({ backend, time }) => {
      const record = newRecord(time)
      await backend.create(record, time.call())
      time.advance(hour - 1)
      expect(await backend.read(record.id, time.call())).toEqual(record)
      time.advance(1)
      expect(await backend.read(record.id, time.call())).toBeNull()
      expect(await backend.read(record.id, time.call({ fresh: true }))).toBeNull()
    },
  )

  suite.test(
    'R37: a record that has expired when it is created is never read',
    async ({ backend, time }) => {
      const record = newRecord(time, { expiresAt: time.now })
      await backend.create(record, time.call())
      expect(await backend.read(record.id, time.call())).toBeNull()
    },
  )

  suite.test(
    'R58: two reads share no object that a caller could change',
    async ({ backend, time }) => {
      const record = newRecord(time)
      await backend.create(record, time.call())
      const first = await backend.read(record.id, time.call())
      expect(first).not.toBeNull()
      if (first !== null) Reflect.set(first, 'payload', 'changed by a caller')
      Reflect.set(record, 'owner', 'changed by the creator')
      expect(await backend.read(record.id, time.call())).toMatchObject({
        owner: null,
        payload: expect.stringContaining('"v":1'),
      })
    },
  )
}
