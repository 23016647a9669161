import type { Call, SessionRecord } from '@sojourn/core'
import type { Mutant } from './mutant.ts'
import type { PowerfulBackend } from './plain-backend.ts'

const never = new AbortController().signal

/** What can be wrong with walks, owners, text and deadlines. */
export const powerMutants: Mutant[] = [
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
