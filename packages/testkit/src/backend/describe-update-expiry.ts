import type { SessionRecord } from '@sojourn/core'
import { expect } from 'vitest'
import type { BackendSuite, Opened } from './backend-suite.ts'
import { newRecord, nextRecord } from './test-records.ts'
import { hour, minute } from './test-time.ts'

/** Which expiry an `update` leaves behind. */
export function describeUpdateExpiry(suite: BackendSuite): void {
  suite.test('is the new one where that is later', async (opened) => {
    const { before, after } = await updated(opened, (record) => ({
      expiresAt: record.expiresAt + minute,
    }))
    expect(after?.expiresAt).toBe(before.expiresAt + minute)
  })

  suite.test('is the old one where that is later', async (opened) => {
    const { before, after } = await updated(opened, (record) => ({
      expiresAt: record.expiresAt - minute,
    }))
    expect(after?.expiresAt).toBe(before.expiresAt)
  })

  suite.test(
    'is the old one also where a touch moved it since the read',
    async ({ backend, time }) => {
      const record = newRecord(time)
      await backend.create(record, time.call())
      await backend.touch(record.id, record.expiresAt + hour, record.revision, time.call())
      await backend.update(nextRecord(record), record.revision, time.call())
      const after = await backend.read(record.id, time.call())
      expect(after?.expiresAt).toBe(record.expiresAt + hour)
    },
  )

  suite.test(
    'is the one that a touch left, where the payload alone is replaced',
    async ({ backend, time }) => {
      const record = newRecord(time)
      await backend.create(record, time.call())
      await backend.touch(record.id, record.expiresAt + hour, record.revision, time.call())
      const call = time.call({ payloadOnly: true })
      await backend.update(nextRecord(record), record.revision, call)
      const after = await backend.read(record.id, time.call())
      expect(after?.expiresAt).toBe(record.expiresAt + hour)
    },
  )

  suite.test('never passes the new absolute end', async (opened) => {
    const { before, after } = await updated(opened, (record) => ({
      expiresAt: record.expiresAt - 2 * minute,
      endsAt: record.expiresAt - minute,
    }))
    expect(after?.expiresAt).toBe(before.expiresAt - minute)
    expect(after?.endsAt).toBe(before.expiresAt - minute)
  })

  suite.test('is the new one, earlier or later, with shorten', async (opened) => {
    const earlier = await updated(opened, (record) => ({ expiresAt: record.expiresAt - minute }), {
      shorten: true,
    })
    expect(earlier.after?.expiresAt).toBe(earlier.before.expiresAt - minute)
    const later = await updated(opened, (record) => ({ expiresAt: record.expiresAt + minute }), {
      shorten: true,
    })
    expect(later.after?.expiresAt).toBe(later.before.expiresAt + minute)
  })

  suite.test('is what ends the record', async (opened) => {
    const { backend, time } = opened
    const { before } = await updated(
      opened,
      (record) => ({ expiresAt: record.expiresAt - 30 * minute }),
      { shorten: true },
    )
    time.advance(30 * minute)
    expect(await backend.read(before.id, time.call())).toBeNull()
  })
}

async function updated(
  { backend, time }: Opened,
  change: (record: SessionRecord) => Partial<SessionRecord>,
  options: { readonly shorten?: boolean } = {},
): Promise<{ before: SessionRecord; after: SessionRecord | null }> {
  const before = newRecord(time)
  await backend.create(before, time.call())
  const next = nextRecord(before, change(before))
  expect(await backend.update(next, before.revision, time.call(options))).toBe('updated')
  return { before, after: await backend.read(before.id, time.call()) }
}
