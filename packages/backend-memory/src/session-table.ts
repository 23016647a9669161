import type { SessionRecord } from '@sojourn/core'
import { footprint } from './footprint.ts'
import type { MemoryLimits } from './options.ts'
import { OwnerIndex } from './owner-index.ts'
import { Recency } from './recency.ts'
import { none } from './slot-links.ts'

/**
 * Records in columns rather than in objects: a slot number per session, one array per field. A
 * million sessions are then a dozen large arrays for the garbage collector to look at rather than
 * millions of small objects, and each costs about half of what an object with linked neighbours would.
 */
export class SessionTable {
  readonly #limits: MemoryLimits
  readonly #slots: Map<string, number> = new Map()
  readonly #recency: Recency = new Recency()
  readonly #owners: OwnerIndex = new OwnerIndex()
  readonly #free: number[] = []
  readonly #ids: string[] = []
  readonly #revisions: string[] = []
  readonly #ownerOf: (string | null)[] = []
  readonly #payloads: string[] = []
  #expiresAt: Float64Array = new Float64Array(0)
  #endsAt: Float64Array = new Float64Array(0)
  #sizes: Uint32Array = new Uint32Array(0)
  #bytes = 0

  constructor(limits: MemoryLimits) {
    this.#limits = limits
  }

  /** Slots in use or once used: what a walk over all of them has to look at. */
  get length(): number {
    return this.#ids.length
  }

  /** The slot of an id, live or not, or {@link none}. */
  find(id: string): number {
    return this.#slots.get(id) ?? none
  }

  /** The slot of an id that is live at `now`, or {@link none}. */
  findLive(id: string, now: number): number {
    const slot = this.find(id)
    return slot !== none && this.expiresAt(slot) > now ? slot : none
  }

  /** When a slot's record expires; NaN for a free slot, which is therefore neither live nor expired. */
  expiresAt(slot: number): number {
    return this.#expiresAt[slot] ?? Number.NaN
  }

  /** The revision of a slot's record. */
  revision(slot: number): string {
    return this.#revisions[slot] ?? ''
  }

  /** A fresh copy of a slot's record. */
  record(slot: number): SessionRecord {
    return {
      id: this.#ids[slot] ?? '',
      revision: this.#revisions[slot] ?? '',
      owner: this.#ownerOf[slot] ?? null,
      expiresAt: this.expiresAt(slot),
      endsAt: this.#endsAt[slot] ?? 0,
      payload: this.#payloads[slot] ?? '',
    }
  }

  /** The slots of one owner, live or not. */
  slotsOf(owner: string): number[] {
    return this.#owners.slots(owner)
  }

  /** True if there is a record in this slot and it has expired. */
  isExpired(slot: number, now: number): boolean {
    return this.expiresAt(slot) <= now
  }

  /** Marks a slot's record as the one used last. */
  use(slot: number): void {
    this.#recency.use(slot)
  }

  /** Refuses a record that would not fit if it were the only one. Throws a `RangeError`. */
  checkFits(record: SessionRecord): void {
    this.#sizeOf(record)
  }

  /** Stores a record whose id is not taken, and evicts whatever no longer fits. */
  add(record: SessionRecord): void {
    const size = this.#sizeOf(record)
    const slot = this.#free.pop() ?? this.#ids.length
    if (slot >= this.#expiresAt.length) this.#grow()
    this.#slots.set(record.id, slot)
    this.#recency.add(slot)
    this.#ids[slot] = record.id
    this.#write(slot, record, record.expiresAt, size)
  }

  /** Replaces the record of a slot and evicts whatever no longer fits. */
  replace(slot: number, record: SessionRecord, expiresAt: number): void {
    const size = this.#sizeOf(record)
    this.#recency.use(slot)
    this.#owners.remove(this.#ownerOf[slot] ?? null, slot)
    this.#bytes -= this.#sizes[slot] ?? 0
    this.#write(slot, record, expiresAt, size)
  }

  /** Moves the expiry of a slot's record to a later time, at most its absolute end. */
  extend(slot: number, expiresAt: number): void {
    const latest = Math.min(expiresAt, this.#endsAt[slot] ?? 0)
    if (latest > this.expiresAt(slot)) this.#expiresAt[slot] = latest
    this.#recency.use(slot)
  }

  /** Removes the record of a slot that holds one. */
  remove(slot: number): void {
    this.#slots.delete(this.#ids[slot] ?? '')
    this.#recency.remove(slot)
    this.#owners.remove(this.#ownerOf[slot] ?? null, slot)
    this.#bytes -= this.#sizes[slot] ?? 0
    this.#ids[slot] = ''
    this.#revisions[slot] = ''
    this.#ownerOf[slot] = null
    this.#payloads[slot] = ''
    this.#expiresAt[slot] = Number.NaN
    this.#sizes[slot] = 0
    this.#free.push(slot)
  }

  /** Removes every record. */
  clear(): void {
    this.#slots.clear()
    this.#recency.clear()
    this.#owners.clear()
    for (const column of [this.#free, this.#ids, this.#revisions, this.#ownerOf, this.#payloads]) {
      column.length = 0
    }
    this.#bytes = 0
  }

  #sizeOf(record: SessionRecord): number {
    const size = footprint(record)
    if (size > this.#limits.maxBytes) {
      throw new RangeError(
        `a session of ${size} bytes does not fit memoryBackend({ maxBytes: ${this.#limits.maxBytes} })`,
      )
    }
    return size
  }

  #write(slot: number, record: SessionRecord, expiresAt: number, size: number): void {
    this.#owners.add(record.owner, slot)
    this.#revisions[slot] = record.revision
    this.#ownerOf[slot] = record.owner
    this.#payloads[slot] = record.payload
    this.#expiresAt[slot] = expiresAt
    this.#endsAt[slot] = record.endsAt
    this.#sizes[slot] = size
    this.#bytes += size
    while (this.#bytes > this.#limits.maxBytes || this.#slots.size > this.#limits.maxEntries) {
      this.remove(this.#recency.oldest)
    }
  }

  #grow(): void {
    const capacity = Math.max(64, this.#expiresAt.length * 2)
    const expiresAt = new Float64Array(capacity)
    const endsAt = new Float64Array(capacity)
    const sizes = new Uint32Array(capacity)
    expiresAt.set(this.#expiresAt)
    endsAt.set(this.#endsAt)
    sizes.set(this.#sizes)
    this.#expiresAt = expiresAt
    this.#endsAt = endsAt
    this.#sizes = sizes
    this.#recency.grow(capacity)
    this.#owners.grow(capacity)
  }
}
