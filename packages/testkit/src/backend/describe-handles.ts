import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { collect, newRecord, nextRecord } from './test-records.ts'
import { hour } from './test-time.ts'

/** Two backends on one store, as two processes have them. */
export function describeHandles(suite: BackendSuite): void {
  suite.test("see each other's writes at once", async ({ backend, time, reopen }) => {
    const other = await reopen()
    const first = newRecord(time)
    await backend.create(first, time.call())
    expect(await other.read(first.id, time.call())).toEqual(first)
    expect(await other.create(nextRecord(first), time.call())).toBe(false)
    const second = nextRecord(first, { owner: 'user-1' })
    expect(await other.update(second, first.revision, time.call())).toBe('updated')
    expect(await backend.update(nextRecord(first), first.revision, time.call())).toEqual(second)
    const later = second.expiresAt + hour
    expect(await backend.touch(second.id, later, second.revision, time.call())).toBe(true)
    expect((await other.read(second.id, time.call()))?.expiresAt).toBe(later)
    expect(await backend.delete(second.id, time.call())).toBe(true)
    expect(await other.read(second.id, time.call())).toBeNull()
    expect(await other.update(nextRecord(second), second.revision, time.call())).toBe('gone')
  })

  suite.test('R33: share one compare-and-swap', async ({ backend, time, reopen }) => {
    const other = await reopen()
    const first = newRecord(time)
    await backend.create(first, time.call())
    const records = Array.from({ length: 24 }, () => nextRecord(first))
    const answers = await Promise.all(
      records.map((record, n) =>
        (n % 2 === 0 ? backend : other).update(record, first.revision, time.call()),
      ),
    )
    expect(answers.filter((answer) => answer === 'updated')).toHaveLength(1)
    const winner = records[answers.indexOf('updated')]
    expect(await backend.read(first.id, time.call())).toEqual(winner)
    expect(await other.read(first.id, time.call())).toEqual(winner)
  })

  suite.test('outlive one another', async ({ backend, time, reopen }) => {
    const other = await reopen()
    const record = newRecord(time)
    await other.create(record, time.call())
    await other.close()
    expect(await backend.read(record.id, time.call())).toEqual(record)
    expect(await (await reopen()).read(record.id, time.call())).toEqual(record)
  })

  suite.testWith(
    ['listByOwner', 'deleteByOwner'],
    "R41: know each other's owners",
    async ({ backend, time, reopen }) => {
      await reopen()
      const record = newRecord(time, { owner: 'user-1' })
      await (await reopen()).create(record, time.call())
      expect(await collect(backend.listByOwner('user-1', time.call()))).toEqual([record])
      expect(await backend.deleteByOwner('user-1', time.call())).toBe(1)
    },
  )

  suite.testWith(['migrate'], 'migrate one store at once', async ({ backend, time, reopen }) => {
    const others = await Promise.all([reopen(), reopen(), reopen()])
    await Promise.all([backend, ...others].map((each) => each.migrate?.()))
    const record = newRecord(time)
    await backend.create(record, time.call())
    for (const other of others) expect(await other.read(record.id, time.call())).toEqual(record)
  })
}
