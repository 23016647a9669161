import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newRecord, nextRecord } from './test-records.ts'
import { minute } from './test-time.ts'

const callers = 24

/** Verbs that run at once are as if one had come after the other. */
export function describeConcurrency(suite: BackendSuite): void {
  suite.test('R30: of many creates of one id, one is true', async ({ backend, time }) => {
    const first = newRecord(time)
    const records = Array.from({ length: callers }, () => nextRecord(first))
    const answers = await Promise.all(records.map((record) => backend.create(record, time.call())))
    expect(answers.filter((created) => created)).toHaveLength(1)
    expect(await backend.read(first.id, time.call())).toEqual(records[answers.indexOf(true)])
  })

  suite.test(
    'R33, R34: of many updates from one base, one is done; the rest get its record',
    async ({ backend, time }) => {
      const first = newRecord(time)
      await backend.create(first, time.call())
      const records = Array.from({ length: callers }, (_, n) =>
        nextRecord(first, { payload: `by ${n}`, owner: n % 2 === 0 ? null : `user-${n}` }),
      )
      const answers = await Promise.all(
        records.map((record) => backend.update(record, first.revision, time.call())),
      )
      const winner = records[answers.indexOf('updated')]
      expect(answers.filter((answer) => answer === 'updated')).toHaveLength(1)
      expect(await backend.read(first.id, time.call())).toEqual(winner)
      for (const answer of answers) {
        if (answer !== 'updated') expect(answer).toEqual(winner)
      }
    },
  )

  suite.test(
    'R33: a counter kept by compare-and-swap misses no increment',
    async ({ backend, time }) => {
      const first = newRecord(time, { payload: '0' })
      await backend.create(first, time.call())
      const increment = async (): Promise<void> => {
        let seen = first
        for (;;) {
          const next = nextRecord(seen, { payload: String(Number(seen.payload) + 1) })
          const answer = await backend.update(next, seen.revision, time.call())
          if (answer === 'updated') return
          if (answer === 'gone') throw new Error('the record was lost')
          seen = answer
        }
      }
      await Promise.all(Array.from({ length: callers }, increment))
      expect((await backend.read(first.id, time.call()))?.payload).toBe(String(callers))
    },
  )

  suite.test('R32: touches beside an update lose neither', async ({ backend, time }) => {
    for (let round = 0; round < 10; round++) {
      const first = newRecord(time)
      await backend.create(first, time.call())
      const second = nextRecord(first)
      const later = first.expiresAt + minute
      const [updated, touched] = await Promise.all([
        backend.update(second, first.revision, time.call()),
        backend.touch(first.id, later, first.revision, time.call()),
      ])
      expect(updated).toBe('updated')
      const expiresAt = touched ? later : first.expiresAt
      expect(await backend.read(first.id, time.call())).toEqual({ ...second, expiresAt })
    }
  })

  suite.test('R40: of many deletes of one record, one is true', async ({ backend, time }) => {
    const record = newRecord(time)
    await backend.create(record, time.call())
    const answers = await Promise.all(
      Array.from({ length: callers }, () => backend.delete(record.id, time.call())),
    )
    expect(answers.filter((deleted) => deleted)).toHaveLength(1)
  })
}
