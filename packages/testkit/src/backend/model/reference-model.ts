import type { SessionRecord } from '@sojourn/core'

/**
 * The simplest thing that keeps the promise of `SessionBackend`: a map and a clock. What has expired
 * stays in it until it is purged, since a store may or may not still hold it.
 */
export class ReferenceModel {
  now: number
  readonly records: Map<string, SessionRecord> = new Map()

  constructor(now: number) {
    this.now = now
  }

  /** The record if it is live. */
  live(id: string): SessionRecord | null {
    const record = this.records.get(id)
    return record !== undefined && record.expiresAt > this.now ? record : null
  }

  /** True if a store may still hold a record of this id that has expired. */
  lingers(id: string): boolean {
    return this.records.has(id) && this.live(id) === null
  }

  /** Every live record, of one owner or of all. */
  listed(owner?: string): SessionRecord[] {
    return [...this.records.values()].filter(
      (record) => this.live(record.id) && (owner === undefined || record.owner === owner),
    )
  }

  /** What `update` must answer; it is done in the model too. */
  update(
    record: SessionRecord,
    base: string,
    shorten: boolean,
  ): 'updated' | 'gone' | SessionRecord {
    const stored = this.live(record.id)
    if (stored === null) return 'gone'
    if (stored.revision !== base) return stored
    const later = Math.min(Math.max(stored.expiresAt, record.expiresAt), record.endsAt)
    this.records.set(record.id, { ...record, expiresAt: shorten ? record.expiresAt : later })
    return 'updated'
  }

  /** What `touch` must answer; it is done in the model too. */
  touch(id: string, expiresAt: number, base: string): boolean {
    const stored = this.live(id)
    if (stored === null || stored.revision !== base) return false
    this.records.set(id, { ...stored, expiresAt: Math.max(stored.expiresAt, expiresAt) })
    return true
  }

  /** Forgets the records that a condition holds for. */
  forget(doomed: (record: SessionRecord) => boolean): void {
    for (const record of this.records.values()) {
      if (doomed(record)) this.records.delete(record.id)
    }
  }
}
