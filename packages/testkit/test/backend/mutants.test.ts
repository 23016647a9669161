import type { Call, SessionBackend, SessionRecord } from '@sojourn/core'
import { expect, it } from 'vitest'
import { failuresOf } from './collecting-suite.ts'
import { PowerfulBackend } from './plain-backend.ts'

type Make = (good: PowerfulBackend) => Partial<Record<keyof SessionBackend, unknown>>
type UpdateCall = Call & { shorten?: boolean }
const never = new AbortController().signal

// Each gets one thing wrong that a real store has got wrong. The subject is where the suite must notice.
const mutants: [mistake: string, subject: string, make: Make][] = [
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
  [
    'list gives what has expired',
    'list',
    (good) => ({
      list: (call: Call) => good.list({ ...call, now: 0 }),
    }),
  ],
  [
    'list gives the first page only',
    'list',
    (good) => ({
      async *list(call: Call) {
        let given = 0
        for await (const record of good.list(call)) if (given++ < 100) yield record
      },
    }),
  ],
  [
    'listByOwner ignores case',
    'hostile text',
    (good) => ({
      async *listByOwner(owner: string, call: Call) {
        for await (const record of good.list(call)) {
          if (record.owner?.toLowerCase() === owner.toLowerCase()) yield record
        }
      },
    }),
  ],
  [
    'listByOwner ignores blanks at the end',
    'hostile text',
    (good) => ({
      async *listByOwner(owner: string, call: Call) {
        for await (const record of good.list(call)) {
          if (record.owner?.trimEnd() === owner.trimEnd()) yield record
        }
      },
    }),
  ],
  [
    'listByOwner takes nobody for the empty owner',
    'hostile text',
    (good) => ({
      async *listByOwner(owner: string, call: Call) {
        for await (const record of good.list(call)) if ((record.owner ?? '') === owner) yield record
      },
    }),
  ],
  [
    'deleteByOwner takes a prefix',
    'hostile text',
    (good) => ({
      deleteByOwner: async (owner: string) => {
        const doomed = [...good.records.values()].filter((each) => each.owner?.startsWith(owner))
        for (const { id } of doomed) good.records.delete(id)
        return doomed.length
      },
    }),
  ],
  [
    'deleteByOwner ignores except',
    'owners',
    (good) => ({
      deleteByOwner: (owner: string, call: Call) =>
        good.deleteByOwner(owner, { now: call.now, signal: call.signal }),
    }),
  ],
  [
    'deleteExpired stops after a batch',
    'deleteExpired',
    (good) => ({
      deleteExpired: (call: Call & { batch: number }) => {
        const controller = new AbortController()
        const onProgress = (): void => controller.abort()
        return good.deleteExpired({ ...call, signal: controller.signal, onProgress })
      },
    }),
  ],
  [
    'deleteExpired cannot be stopped',
    'deleteExpired',
    (good) => ({
      deleteExpired: (call: Call & { batch: number }) =>
        good.deleteExpired({ ...call, signal: never }),
    }),
  ],
  [
    'deleteExpired takes what lives',
    'deleteExpired',
    (good) => ({
      deleteExpired: (call: Call & { batch: number }) =>
        good.deleteExpired({ ...call, now: call.now + 1 }),
    }),
  ],
  [
    'admit checks, waits and then writes',
    'admit',
    (good) => ({
      admit: async (record: SessionRecord, call: Parameters<PowerfulBackend['admit']>[1]) => {
        const live = [...good.records.values()].filter(({ owner }) => owner === record.owner)
        await Promise.resolve()
        if (call.policy === 'reject-new') {
          return live.length < call.max && (await good.create(record, call)) ? [] : false
        }
        return good.admit(record, call)
      },
    }),
  ],
  [
    'admit counts what has expired',
    'admit',
    (good) => ({
      admit: (record: SessionRecord, call: Parameters<PowerfulBackend['admit']>[1]) =>
        good.admit(record, { ...call, now: 0 }),
    }),
  ],
  [
    'text ends at U+0000',
    'hostile text',
    (good) => ({
      create: (record: SessionRecord, call: Call) =>
        good.create({ ...record, payload: record.payload.split('\u0000')[0] ?? '' }, call),
    }),
  ],
  [
    'lone surrogates become U+FFFD',
    'hostile text',
    (good) => ({
      create: (record: SessionRecord, call: Call) =>
        good.create({ ...record, payload: record.payload.replace(/\p{Cs}/gu, '\ufffd') }, call),
    }),
  ],
  [
    'owners are normalised',
    'hostile text',
    (good) => ({
      create: (record: SessionRecord, call: Call) =>
        good.create({ ...record, owner: record.owner?.normalize() ?? null }, call),
    }),
  ],
  [
    'an aborted call is carried out',
    'an aborted call',
    (good) => ({
      create: (record: SessionRecord, call: Call) =>
        good.create(record, { ...call, signal: never }),
    }),
  ],
  ['a power is null', 'powers', () => ({ listByOwner: null })],
]

it.each(mutants)('notices that %s (%s)', async (_, subject, make) => {
  const failures = await failuresOf(() => mutantOf(new PowerfulBackend(), make))
  expect(failures.map((title) => title.split(':')[0])).toContain(subject)
})

it('finds nothing wrong with the backend that the mutants are made of', async () => {
  expect(await failuresOf(() => new PowerfulBackend())).toEqual([])
})

function mutantOf(good: PowerfulBackend, make: Make): SessionBackend {
  const wrong = new Map(Object.entries(make(good)))
  return new Proxy<SessionBackend>(good, {
    get(target, name) {
      if (typeof name === 'string' && wrong.has(name)) return wrong.get(name)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
