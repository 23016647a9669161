import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { collect, idsOf, newRecord, nextRecord } from './test-records.ts'
import { hour } from './test-time.ts'

/** `listByOwner` and `deleteByOwner` know whose a session is. */
export function describeOwners(suite: BackendSuite): void {
  suite.testWith(
    ['listByOwner'],
    'R41: lists the live sessions of one owner, as they are',
    async ({ backend, time }) => {
      const mine = [newRecord(time, { owner: 'user-1' }), newRecord(time, { owner: 'user-1' })]
      const expired = newRecord(time, { owner: 'user-1', expiresAt: time.now + 1 })
      const others = [newRecord(time, { owner: 'user-2' }), newRecord(time)]
      for (const record of [...mine, expired, ...others]) await backend.create(record, time.call())
      time.advance(1)
      const listed = await collect(backend.listByOwner('user-1', time.call()))
      expect(idsOf(listed)).toEqual(idsOf(mine))
      for (const record of mine) expect(listed).toContainEqual(record)
      expect(await collect(backend.listByOwner('user-3', time.call()))).toEqual([])
    },
  )

  suite.testWith(
    ['listByOwner'],
    'R41: follows a session to its new owner, by update',
    async ({ backend, time }) => {
      const anonymous = newRecord(time)
      await backend.create(anonymous, time.call())
      const first = nextRecord(anonymous, { owner: 'user-1' })
      await backend.update(first, anonymous.revision, time.call())
      expect(idsOf(await collect(backend.listByOwner('user-1', time.call())))).toEqual([first.id])
      const second = nextRecord(first, { owner: 'user-2' })
      await backend.update(second, first.revision, time.call())
      expect(await collect(backend.listByOwner('user-1', time.call()))).toEqual([])
      expect(await collect(backend.listByOwner('user-2', time.call()))).toEqual([second])
      await backend.delete(second.id, time.call())
      expect(await collect(backend.listByOwner('user-2', time.call()))).toEqual([])
    },
  )

  suite.testWith(
    ['listByOwner'],
    'R41: still lists a session that a touch kept alive',
    async ({ backend, time }) => {
      const record = newRecord(time, { owner: 'user-1' })
      await backend.create(record, time.call())
      await backend.touch(record.id, record.expiresAt + hour, record.revision, time.call())
      time.advance(hour)
      expect(idsOf(await collect(backend.listByOwner('user-1', time.call())))).toEqual([record.id])
    },
  )

  suite.testWith(
    ['deleteByOwner'],
    'R41: deletes the sessions of one owner, and no other',
    async ({ backend, time }) => {
      const mine = [newRecord(time, { owner: 'user-1' }), newRecord(time, { owner: 'user-1' })]
      const others = [newRecord(time, { owner: 'user-2' }), newRecord(time)]
      for (const record of [...mine, ...others]) await backend.create(record, time.call())
      expect(await backend.deleteByOwner('user-1', time.call())).toBe(2)
      expect(await backend.deleteByOwner('user-1', time.call())).toBe(0)
      for (const { id } of mine) expect(await backend.read(id, time.call())).toBeNull()
      for (const other of others) expect(await backend.read(other.id, time.call())).toEqual(other)
    },
  )

  suite.testWith(
    ['deleteByOwner'],
    "R41: keeps the exception, if it is this owner's",
    async ({ backend, time }) => {
      const [kept, lost] = [
        newRecord(time, { owner: 'user-1' }),
        newRecord(time, { owner: 'user-1' }),
      ]
      const foreign = newRecord(time, { owner: 'user-2' })
      for (const record of [kept, lost, foreign]) await backend.create(record, time.call())
      expect(await backend.deleteByOwner('user-1', time.call({ except: kept.id }))).toBe(1)
      expect(await backend.read(kept.id, time.call())).toEqual(kept)
      expect(await backend.deleteByOwner('user-1', time.call({ except: foreign.id }))).toBe(1)
      expect(await backend.read(kept.id, time.call())).toBeNull()
    },
  )

  suite.testWith(
    ['deleteByOwner'],
    'R41: leaves a session alone that has gone to another',
    async ({ backend, time }) => {
      const first = newRecord(time, { owner: 'user-1' })
      await backend.create(first, time.call())
      const second = nextRecord(first, { owner: 'user-2' })
      await backend.update(second, first.revision, time.call())
      expect(await backend.deleteByOwner('user-1', time.call())).toBe(0)
      expect(await backend.read(first.id, time.call())).toEqual(second)
      const third = nextRecord(second, { owner: null })
      await backend.update(third, second.revision, time.call())
      expect(await backend.deleteByOwner('user-2', time.call())).toBe(0)
      expect(await backend.read(first.id, time.call())).toEqual(third)
    },
  )
}
