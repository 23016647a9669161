import type { Call, SessionRecord, UpdateCall } from '@sojourn/core'
import type { Mutant } from './mutant.ts'

/** What can be wrong with the verbs of one record. */
export const recordMutants: Mutant[] = [
  [
    'create overwrites',
    'create',
    (good) => ({
      create: async (record: SessionRecord) => {
        good.records.set(record.id, { ...record })
        return true
      },
    }),
  ],
  [
    'create takes the id of an expired record',
    'create',
    (good) => ({
      create: async (record: SessionRecord, call: Call) => {
        if (good.live(record.id, call.now) === null) good.records.delete(record.id)
        return good.create(record, call)
      },
    }),
  ],
  [
    'create checks, waits and then writes',
    'concurrency',
    (good) => ({
      create: async (record: SessionRecord, call: Call) => {
        const taken = good.records.has(record.id)
        await Promise.resolve()
        if (!taken) good.records.set(record.id, { ...record })
        return !taken && !call.signal.aborted
      },
    }),
  ],
  [
    'read does not look at the expiry',
    'read',
    (good) => ({ read: async (id: string) => good.records.get(id) ?? null }),
  ],
  [
    'read finds a record at its very expiry',
    'read',
    (good) => ({
      read: (id: string, call: Call) => good.read(id, { ...call, now: call.now - 1 }),
    }),
  ],
  [
    'read judges by its own clock',
    'read',
    (good) => ({ read: (id: string, call: Call) => good.read(id, { ...call, now: Date.now() }) }),
  ],
  [
    'read hands out its own object',
    'read',
    (good) => ({ read: async (id: string, call: Call) => good.live(id, call.now) }),
  ],
  [
    'update creates what is gone',
    'update',
    (good) => ({
      update: async (record: SessionRecord, base: string, call: UpdateCall) => {
        const verdict = await good.update(record, base, call)
        if (verdict === 'gone') await good.create(record, call)
        return verdict
      },
    }),
  ],
  [
    'update revives what has expired',
    'update',
    (good) => ({
      update: (record: SessionRecord, base: string, call: UpdateCall) =>
        good.update(record, base, { ...call, now: 0 }),
    }),
  ],
  [
    'update does not compare',
    'update',
    (good) => ({
      update: (record: SessionRecord, _base: string, call: UpdateCall) =>
        good.update(record, good.records.get(record.id)?.revision ?? '', call),
    }),
  ],
  [
    'update compares, waits and then writes',
    'concurrency',
    (good) => ({
      update: async (record: SessionRecord, base: string, call: UpdateCall) => {
        const stored = await good.read(record.id, call)
        if (stored === null) return 'gone'
        if (stored.revision !== base) return stored
        return good.update(record, good.records.get(record.id)?.revision ?? '', call)
      },
    }),
  ],
  [
    'update writes what was deleted while it compared',
    'resurrection',
    (good) => ({
      update: async (record: SessionRecord, base: string, call: UpdateCall) => {
        const stored = await good.read(record.id, call)
        await Promise.resolve()
        if (stored?.revision === base) await good.create(record, call)
        return good.update(record, base, call)
      },
    }),
  ],
  [
    'update says gone for a conflict',
    'update',
    (good) => ({
      update: async (record: SessionRecord, base: string, call: UpdateCall) =>
        (await good.update(record, base, call)) === 'updated' ? 'updated' : 'gone',
    }),
  ],
  [
    'update always shortens',
    'the expiry after an update',
    (good) => ({
      update: (record: SessionRecord, base: string, call: UpdateCall) =>
        good.update(record, base, { ...call, shorten: true }),
    }),
  ],
  [
    'update never shortens',
    'the expiry after an update',
    (good) => ({
      update: (record: SessionRecord, base: string, call: UpdateCall) =>
        good.update(record, base, { now: call.now, signal: call.signal }),
    }),
  ],
  [
    'update of the payload alone does not compare',
    'update',
    (good) => ({
      update: (record: SessionRecord, base: string, call: UpdateCall) =>
        good.update(
          record,
          call.payloadOnly ? (good.records.get(record.id)?.revision ?? '') : base,
          call,
        ),
    }),
  ],
  [
    'update of the payload alone keeps the revision',
    'update',
    (good) => ({
      update: (record: SessionRecord, base: string, call: UpdateCall) =>
        good.update(call.payloadOnly ? { ...record, revision: base } : record, base, call),
    }),
  ],
  [
    'update of the payload alone takes back a touch',
    'the expiry after an update',
    (good) => ({
      update: (record: SessionRecord, base: string, call: UpdateCall) =>
        good.update(record, base, { ...call, shorten: call.payloadOnly ?? call.shorten ?? false }),
    }),
  ],
  [
    'touch shortens',
    'touch',
    (good) => ({
      touch: async (id: string, expiresAt: number, base: string, call: Call) => {
        const stored = good.live(id, call.now)
        if (stored?.revision !== base) return false
        good.records.set(id, { ...stored, expiresAt })
        return true
      },
    }),
  ],
  [
    'touch does not compare',
    'touch',
    (good) => ({
      touch: (id: string, expiresAt: number, _base: string, call: Call) =>
        good.touch(id, expiresAt, good.records.get(id)?.revision ?? '', call),
    }),
  ],
  [
    'touch revives what has expired',
    'touch',
    (good) => ({
      touch: (id: string, expiresAt: number, base: string, call: Call) =>
        good.touch(id, expiresAt, base, { ...call, now: 0 }),
    }),
  ],
  [
    'delete always says true',
    'delete',
    (good) => ({
      delete: async (id: string) => good.records.delete(id) || true,
    }),
  ],
  ['delete deletes nothing', 'delete', () => ({ delete: async () => true })],
  ['clear clears nothing', 'clear', () => ({ clear: async () => undefined })],
]
