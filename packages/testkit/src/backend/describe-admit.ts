import { expect } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newRecord } from './test-records.ts'
import { hour, minute } from './test-time.ts'

/** `admit` holds an owner to a number of live sessions. */
export function describeAdmit(suite: BackendSuite): void {
  suite.testWith(['admit'], 'R43: creates while there is a place', async ({ backend, time }) => {
    const place = { max: 2, policy: 'reject-new' } as const
    const first = newRecord(time, { owner: 'user-1' })
    expect(await backend.admit(first, time.call(place))).toEqual([])
    expect(await backend.read(first.id, time.call())).toEqual(first)
    expect(await backend.admit(newRecord(time, { owner: 'user-1' }), time.call(place))).toEqual([])
  })

  suite.testWith(
    ['admit'],
    'R43: reject-new creates nothing where there is no place',
    async ({ backend, time }) => {
      const place = { max: 1, policy: 'reject-new' } as const
      const first = newRecord(time, { owner: 'user-1' })
      const second = newRecord(time, { owner: 'user-1' })
      await backend.admit(first, time.call(place))
      expect(await backend.admit(second, time.call(place))).toBe(false)
      expect(await backend.read(first.id, time.call())).toEqual(first)
      expect(await backend.read(second.id, time.call())).toBeNull()
    },
  )

  suite.testWith(
    ['admit'],
    'R43: evict-oldest names what it evicted, the earliest end first',
    async ({ backend, time }) => {
      const records = [0, 1, 2, 3].map((n) =>
        newRecord(time, { owner: 'user-1', endsAt: time.now + 24 * hour + n * minute }),
      )
      const [first, second, third, fourth] = records
      for (const record of records.slice(0, 3)) await backend.create(record, time.call())
      const evicted = await backend.admit(
        fourth ?? newRecord(time),
        time.call({ max: 2, policy: 'evict-oldest' }),
      )
      expect(evicted).toEqual([first?.id, second?.id])
      for (const gone of [first, second]) {
        expect(await backend.read(gone?.id ?? '', time.call())).toBeNull()
      }
      for (const kept of [third, fourth]) {
        expect(await backend.read(kept?.id ?? '', time.call())).toEqual(kept)
      }
    },
  )

  suite.testWith(
    ['admit'],
    'R43: counts neither other owners nor what has expired',
    async ({ backend, time }) => {
      await backend.create(newRecord(time, { owner: 'user-1' }), time.call())
      time.advance(hour)
      await backend.create(newRecord(time, { owner: 'user-2' }), time.call())
      await backend.create(newRecord(time), time.call())
      const place = { max: 1, policy: 'reject-new' } as const
      expect(await backend.admit(newRecord(time, { owner: 'user-1' }), time.call(place))).toEqual(
        [],
      )
    },
  )

  suite.testWith(['admit'], 'R43: is exact under parallel sign-ins', async ({ backend, time }) => {
    const rejected = Array.from({ length: 12 }, () => newRecord(time, { owner: 'user-1' }))
    const evicting = Array.from({ length: 12 }, () => newRecord(time, { owner: 'user-2' }))
    const answers = await Promise.all([
      ...rejected.map((record) =>
        backend.admit(record, time.call({ max: 3, policy: 'reject-new' })),
      ),
      ...evicting.map((record) =>
        backend.admit(record, time.call({ max: 3, policy: 'evict-oldest' })),
      ),
    ])
    expect(answers.slice(0, 12).filter((answer) => answer !== false)).toHaveLength(3)
    expect(answers.slice(12).flatMap((answer) => answer || [])).toHaveLength(9)
    for (const records of [rejected, evicting]) {
      const found = await Promise.all(records.map(({ id }) => backend.read(id, time.call())))
      expect(found.filter((record) => record !== null)).toHaveLength(3)
    }
  })
}
