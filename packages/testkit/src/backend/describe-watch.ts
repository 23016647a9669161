import type { WatchEvent } from '@sojourn/core'
import { expect, vi } from 'vitest'
import type { BackendSuite } from './backend-suite.ts'
import { newRecord, nextRecord } from './test-records.ts'

const patience = { timeout: 5000, interval: 10 }

/** `watch` tells one process what another has changed. */
export function describeWatch(suite: BackendSuite): void {
  suite.testWith(
    ['watch'],
    'R53: tells of an update, a delete and a clear made elsewhere',
    async ({ backend, time, reopen }) => {
      const other = await reopen()
      const events: WatchEvent[] = []
      const watch = await backend.watch((event) => void events.push(event))
      await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
      const [updated, deleted] = [newRecord(time), newRecord(time)]
      for (const record of [updated, deleted]) await other.create(record, time.call())
      events.length = 0
      const next = nextRecord(updated)
      await other.update(next, updated.revision, time.call())
      await vi.waitFor(() => expect(tellsOf(events, updated.id)).toBe(true), patience)
      // A cache keeps what it knows under the revision that an event names: a wrong one would hide the change.
      for (const { revision } of events) expect([undefined, next.revision]).toContain(revision)
      events.length = 0
      await other.delete(deleted.id, time.call())
      await vi.waitFor(() => expect(tellsOf(events, deleted.id)).toBe(true), patience)
      events.length = 0
      await other.clear(time.call())
      await vi.waitFor(() => expect(tellsOf(events, updated.id)).toBe(true), patience)
      await watch.close()
    },
  )

  suite.testWith(
    ['watch', 'deleteByOwner'],
    'R57: tells of every session that deleteByOwner ended',
    async ({ backend, time, reopen }) => {
      const other = await reopen()
      const events: WatchEvent[] = []
      const watch = await backend.watch((event) => void events.push(event))
      await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
      const records = [newRecord(time, { owner: 'user-1' }), newRecord(time, { owner: 'user-1' })]
      for (const record of records) await other.create(record, time.call())
      events.length = 0
      await other.deleteByOwner?.('user-1', time.call())
      for (const { id } of records) {
        await vi.waitFor(() => expect(tellsOf(events, id)).toBe(true), patience)
      }
      await watch.close()
    },
  )

  suite.testWith(
    ['watch'],
    'where it promises to: tells of an update and a delete done through the same backend, as they were',
    async ({ backend, time }) => {
      const events: WatchEvent[] = []
      const watch = await backend.watch((event) => void events.push(event))
      await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
      if (watch.echoes) {
        const record = newRecord(time)
        await backend.create(record, time.call())
        const next = nextRecord(record)
        const { id, revision } = next
        await backend.update(next, record.revision, time.call())
        await vi.waitFor(() => expect(events).toContainEqual({ id, revision }), patience)
        await backend.delete(id, time.call())
        await vi.waitFor(() => expect(events).toContainEqual({ id }), patience)
      }
      await watch.close()
    },
  )

  suite.testWith(['watch'], 'is not alive once closed, and closes twice', async ({ backend }) => {
    const watch = await backend.watch(() => undefined)
    await watch.close()
    await watch.close()
    expect(watch.alive).toBe(false)
  })
}

function tellsOf(events: readonly WatchEvent[], id: string): boolean {
  return events.some((event) => event.id === null || event.id === id)
}
