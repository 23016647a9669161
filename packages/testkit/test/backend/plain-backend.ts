import type { Call, SessionBackend, SessionRecord } from '@sojourn/core'

/** What a backend is built of here, so that a mutant can get one part wrong. */
export class PlainBackend implements SessionBackend {
  readonly name: string = 'plain'
  readonly records: Map<string, SessionRecord> = new Map()

  async create(record: SessionRecord, call: Call): Promise<boolean> {
    call.signal.throwIfAborted()
    if (this.records.has(record.id)) return false
    this.records.set(record.id, { ...record })
    return true
  }

  async read(id: string, call: Call & { fresh?: boolean }): Promise<SessionRecord | null> {
    call.signal.throwIfAborted()
    const record = this.live(id, call.now)
    return record === null ? null : { ...record }
  }

  async update(
    record: SessionRecord,
    base: string,
    call: Call & { shorten?: boolean },
  ): Promise<'updated' | 'gone' | SessionRecord> {
    call.signal.throwIfAborted()
    const stored = this.live(record.id, call.now)
    if (stored === null) return 'gone'
    if (stored.revision !== base) return { ...stored }
    const later = Math.min(Math.max(stored.expiresAt, record.expiresAt), record.endsAt)
    const expiresAt = call.shorten ? record.expiresAt : later
    this.records.set(record.id, { ...record, expiresAt })
    return 'updated'
  }

  async touch(id: string, expiresAt: number, base: string, call: Call): Promise<boolean> {
    call.signal.throwIfAborted()
    const stored = this.live(id, call.now)
    if (stored?.revision !== base) return false
    this.records.set(id, { ...stored, expiresAt: Math.max(stored.expiresAt, expiresAt) })
    return true
  }

  async delete(id: string, call: Call): Promise<boolean> {
    call.signal.throwIfAborted()
    return this.records.delete(id)
  }

  async clear(call: Call): Promise<void> {
    call.signal.throwIfAborted()
    this.records.clear()
  }

  async close(): Promise<void> {}

  live(id: string, now: number): SessionRecord | null {
    const record = this.records.get(id)
    return record !== undefined && record.expiresAt > now ? record : null
  }
}

/** The same with every power that needs no other process. */
export class PowerfulBackend extends PlainBackend {
  override readonly name: string = 'powerful'

  async deleteExpired(
    call: Call & { batch: number; onProgress?: (deleted: number) => void },
  ): Promise<number> {
    let deleted = 0
    for (const [id, { expiresAt }] of this.records) {
      if (call.signal.aborted) break
      if (expiresAt > call.now) continue
      this.records.delete(id)
      deleted++
      if (deleted % call.batch === 0) call.onProgress?.(deleted)
    }
    if (deleted % call.batch !== 0) call.onProgress?.(deleted)
    return deleted
  }

  async *list(call: Call): AsyncGenerator<SessionRecord> {
    call.signal.throwIfAborted()
    for (const record of this.records.values()) {
      if (record.expiresAt > call.now) yield { ...record }
    }
  }

  async *listByOwner(owner: string, call: Call): AsyncGenerator<SessionRecord> {
    for await (const record of this.list(call)) if (record.owner === owner) yield record
  }

  async deleteByOwner(owner: string, call: Call & { except?: string }): Promise<number> {
    call.signal.throwIfAborted()
    const doomed = [...this.records.values()].filter(
      (record) => record.owner === owner && record.id !== call.except,
    )
    for (const { id } of doomed) this.records.delete(id)
    return doomed.length
  }

  async admit(
    record: SessionRecord,
    call: Call & { max: number; policy: 'evict-oldest' | 'reject-new' },
  ): Promise<string[] | false> {
    call.signal.throwIfAborted()
    const live = [...this.records.values()]
      .filter(({ owner, expiresAt }) => owner === record.owner && expiresAt > call.now)
      .sort((a, b) => a.endsAt - b.endsAt)
    const surplus = Math.max(0, live.length + 1 - call.max)
    if (surplus > 0 && call.policy === 'reject-new') return false
    const evicted = live.slice(0, surplus).map(({ id }) => id)
    for (const id of evicted) this.records.delete(id)
    this.records.set(record.id, { ...record })
    return evicted
  }
}
