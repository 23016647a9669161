import { NonPersistentStorageError, type SessionBackend, type SessionRecord } from '@sojourn/core'
import { admit } from './admit.ts'
import { type MemoryBackendOptions, resolveLimits } from './options.ts'
import { SessionTable } from './session-table.ts'
import { none } from './slot-links.ts'
import { Sweep } from './sweep.ts'
import { liveRecords, removeExpired } from './walk.ts'

/** What {@link memoryBackend} returns: every power but those that need another process. */
export type MemoryBackend = SessionBackend &
  Required<
    Pick<
      SessionBackend,
      'target' | 'deleteExpired' | 'list' | 'listByOwner' | 'deleteByOwner' | 'admit'
    >
  >

/**
 * Sessions in this process's memory, for development and tests. Bounded in number and in bytes: what
 * no longer fits signs out whoever was away for longest. Nothing survives a restart, and no other
 * process sees anything of it, so in production it throws {@link NonPersistentStorageError} unless
 * `allowInProduction` is set. Expiry is judged at every read; what has expired leaves memory as new
 * sessions come, without a timer.
 */
export function memoryBackend(options: MemoryBackendOptions = {}): MemoryBackend {
  const limits = resolveLimits(options)
  refuseInProduction(options)
  const table = new SessionTable(limits)
  const sweep = new Sweep(table)

  return {
    name: 'memory',
    target: `memory:maxEntries=${limits.maxEntries},maxBytes=${limits.maxBytes}`,
    inProcess: true,

    async create(record, call) {
      call.signal.throwIfAborted()
      if (table.find(record.id) !== none) return false
      table.add(record)
      sweep.advance(call.now)
      return true
    },

    async read(id, call) {
      call.signal.throwIfAborted()
      const slot = table.findLive(id, call.now)
      if (slot === none) return null
      table.use(slot)
      return table.record(slot)
    },

    async update(record, base, call) {
      call.signal.throwIfAborted()
      const slot = table.findLive(record.id, call.now)
      if (slot === none) return 'gone'
      if (table.revision(slot) !== base) return table.record(slot)
      const later = Math.max(record.expiresAt, table.expiresAt(slot))
      const expiresAt = call.shorten ? record.expiresAt : Math.min(later, record.endsAt)
      table.replace(slot, record, expiresAt)
      return 'updated'
    },

    async touch(id, expiresAt, base, call) {
      call.signal.throwIfAborted()
      const slot = table.findLive(id, call.now)
      if (slot === none || table.revision(slot) !== base) return false
      table.extend(slot, expiresAt)
      return true
    },

    async delete(id, call) {
      call.signal.throwIfAborted()
      const slot = table.find(id)
      if (slot === none) return false
      table.remove(slot)
      return true
    },

    async clear(call) {
      call.signal.throwIfAborted()
      table.clear()
    },

    // Nothing was opened, so nothing ends: the records go with the object that holds them.
    async close() {},

    async deleteExpired(call) {
      return removeExpired(table, call)
    },

    list(call) {
      return liveRecords(table, call)
    },

    async *listByOwner(owner, call) {
      call.signal.throwIfAborted()
      yield* recordsOf(table, owner, call.now)
    },

    async deleteByOwner(owner, call) {
      call.signal.throwIfAborted()
      const doomed = table.slotsOf(owner).filter((slot) => table.record(slot).id !== call.except)
      for (const slot of doomed) table.remove(slot)
      return doomed.length
    },

    async admit(record, call) {
      call.signal.throwIfAborted()
      if (table.find(record.id) !== none) throw new Error(`the session id ${record.id} is taken`)
      const evicted = admit(table, record, call)
      sweep.advance(call.now)
      return evicted
    },
  }
}

function recordsOf(table: SessionTable, owner: string, now: number): SessionRecord[] {
  return table
    .slotsOf(owner)
    .filter((slot) => table.expiresAt(slot) > now)
    .map((slot) => table.record(slot))
}

function refuseInProduction(options: MemoryBackendOptions): void {
  if (options.allowInProduction === true) return
  if (typeof process === 'undefined' || process.env['NODE_ENV'] !== 'production') return
  throw new NonPersistentStorageError(
    'memoryBackend() forgets every session at a restart and shares none with another process. ' +
      'In production use redisBackend() or dbBackend(), or accept it with memoryBackend({ allowInProduction: true }).',
  )
}
