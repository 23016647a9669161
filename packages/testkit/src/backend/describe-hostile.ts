import type { SessionRecord } from '@sojourn/core'
import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { hostileIds, hostileLookups, hostileOwners, hostilePayloads } from './hostile-texts.ts'
import { collect, idsOf, newRecord, nextRecord } from './test-records.ts'
import { hour } from './test-time.ts'

/** Text is only ever text: kept unit for unit, compared unit for unit, never run. */
export function describeHostile(suite: BackendSuite): void {
  for (const [what, payload] of hostilePayloads) {
    suite.test(
      `R68: keeps a payload of ${what}, by create and by update`,
      async ({ backend, time }) => {
        const record = newRecord(time, { payload })
        await backend.create(record, time.call())
        expectSame(await backend.read(record.id, time.call()), record)
        const updated = nextRecord(record, { payload: `${payload}2` })
        expect(await backend.update(updated, record.revision, time.call())).toBe('updated')
        expectSame(await backend.read(record.id, time.call()), updated)
        const stale = await backend.update(nextRecord(record), record.revision, time.call())
        expectSame(typeof stale === 'string' ? null : stale, updated)
      },
    )
  }

  suite.test(
    'R68, R69: takes no id for a pattern, for code or for another id',
    async ({ backend, time }) => {
      const records = hostileIds.map((id) => newRecord(time, { id }))
      for (const record of records) expect(await backend.create(record, time.call())).toBe(true)
      for (const record of records) {
        expect(await backend.read(record.id, time.call())).toEqual(record)
      }
      for (const [index, record] of records.entries()) {
        expect(await backend.delete(record.id, time.call())).toBe(true)
        const left = await Promise.all(records.map(({ id }) => backend.read(id, time.call())))
        expect(left.filter((found) => found !== null)).toHaveLength(records.length - index - 1)
      }
    },
  )

  suite.test(
    'R69: finds, changes and deletes nothing by what is no id',
    async ({ backend, time }) => {
      const record = newRecord(time, { owner: 'user-1' })
      await backend.create(record, time.call())
      for (const id of hostileLookups) {
        expect(await backend.read(id, time.call())).toBeNull()
        const later = record.expiresAt + hour
        expect(await backend.touch(id, later, record.revision, time.call())).toBe(false)
        const forged = nextRecord(record, { id })
        expect(await backend.update(forged, record.revision, time.call())).toBe('gone')
        expect(await backend.delete(id, time.call())).toBe(false)
      }
      expect(await backend.read(record.id, time.call())).toEqual(record)
    },
  )

  suite.test('R60: answers to the name of no inherited property', async ({ backend, time }) => {
    const names = Object.getOwnPropertyNames(Object.prototype)
    for (const name of names) expect(await backend.read(name, time.call())).toBeNull()
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  suite.test('R68: keeps every owner as it is', async ({ backend, time }) => {
    for (const owner of hostileOwners) {
      const record = newRecord(time, { owner })
      await backend.create(record, time.call())
      expect(await backend.read(record.id, time.call())).toEqual(record)
    }
  })

  suite.testWith(
    ['listByOwner'],
    'R68: lists the sessions of exactly one owner',
    async ({ backend, time }) => {
      const records = hostileOwners.map((owner) => newRecord(time, { owner }))
      for (const record of [...records, newRecord(time)]) await backend.create(record, time.call())
      for (const record of records) {
        const listed = await collect(backend.listByOwner(record.owner ?? '', time.call()))
        expect(listed, JSON.stringify(record.owner)).toEqual([record])
      }
    },
  )

  suite.testWith(
    ['deleteByOwner', 'list'],
    'R68: deletes the sessions of exactly one owner',
    async ({ backend, time }) => {
      const records = hostileOwners.map((owner) => newRecord(time, { owner }))
      const anonymous = newRecord(time)
      for (const record of [...records, anonymous]) await backend.create(record, time.call())
      for (const [index, { owner }] of records.entries()) {
        const deleted = await backend.deleteByOwner(owner ?? '', time.call())
        expect(deleted, JSON.stringify(owner)).toBe(1)
        const left = idsOf(await collect(backend.list(time.call())))
        expect(left).toEqual(idsOf([...records.slice(index + 1), anonymous]))
      }
    },
  )
}

// A failure prints lengths before it prints a megabyte.
function expectSame(found: SessionRecord | null, record: SessionRecord): void {
  expect(found?.payload.length).toBe(record.payload.length)
  expect(found?.payload === record.payload, 'the payload came back changed').toBe(true)
  expect({ ...found, payload: '' }).toEqual({ ...record, payload: '' })
}
