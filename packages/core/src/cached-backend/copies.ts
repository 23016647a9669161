import type { Call, SessionBackend, SessionRecord } from '../backend.ts'
import { CacheAtRestError, type CacheCalls, isSlow } from './cache-calls.ts'
import { type CacheEntry, copyOf, readEntry } from './cache-entry.ts'
import type { CacheKeys } from './cache-keys.ts'
import { type Buried, Tombstones } from './tombstones.ts'

/** By how much the clocks of two processes may differ, in milliseconds. */
const clockSkew = 60_000
/** How long after its beginning a read may still fill the cache, in milliseconds. */
const fillWithin = 1000

/**
 * What a read found in the cache. `lease`: the revision that a fill replaces, which is how a fill is
 * refused when anything was written since; `null` where nothing stood. `closed`: nobody may fill.
 */
export type Look =
  | { readonly kind: 'copy'; readonly record: SessionRecord }
  | { readonly kind: 'fillable'; readonly lease: string | null; readonly began: Moment }
  | { readonly kind: 'closed' }

/** When a read began: by the clock of this process's life, and by how often the cache was emptied here. */
interface Moment {
  readonly at: number
  readonly epoch: number
}

/**
 * The copies of a database's records in a shared cache. The rules that keep an old copy from coming
 * back, whatever is delayed, reordered or lost on the way:
 *
 * - A write replaces the copy of the very revision that it was built on, or leaves a tombstone.
 * - A fill adds a copy where nothing stands, or replaces what its read saw before it asked the
 *   database. It never replaces a closed tombstone.
 * - A copy is served for `maxStaleness` from the call that read it. A tombstone stands for longer: a
 *   fill that is older than the tombstone, and comes when that is gone, is too old to be served.
 * - A session with less time left than that gets no copy, only tombstones.
 */
export class Copies {
  readonly #cache: SessionBackend
  readonly #calls: CacheCalls
  readonly #keys: CacheKeys
  readonly #maxStaleness: number
  readonly #tombstones: Tombstones
  #epoch = 0

  /** `maxStaleness` in milliseconds. */
  constructor(cache: SessionBackend, calls: CacheCalls, keys: CacheKeys, maxStaleness: number) {
    this.#cache = cache
    this.#calls = calls
    this.#keys = keys
    this.#maxStaleness = maxStaleness
    this.#tombstones = new Tombstones(cache, calls, maxStaleness + clockSkew)
  }

  /** What the cache has of a session. A fault is told; the read is then none that may fill. */
  async look(id: string, now: number): Promise<Look> {
    const key = this.#keys.swap(id)
    const began: Moment = { at: performance.now(), epoch: this.#epoch }
    try {
      const found = await this.#calls.run((signal) => this.#cache.read(key, { now, signal }))
      if (!found) return { kind: 'fillable', lease: null, began }
      if (found.id !== key) throw new Error('The cache answered with the record of another key.')
      const entry = readEntry(found, id)
      if (entry.kind === 'closed') return { kind: 'closed' }
      return this.#isServed(entry, now)
        ? { kind: 'copy', record: entry.record }
        : { kind: 'fillable', lease: found.revision, began }
    } catch (error) {
      if (!(error instanceof CacheAtRestError)) this.#calls.report('read', error)
      return { kind: 'closed' }
    }
  }

  /** Puts a copy of what was read from the database since `look`, unless anything was written meanwhile. */
  async fill(record: SessionRecord, look: Look, { now, signal: { aborted } }: Call): Promise<void> {
    if (look.kind !== 'fillable' || aborted || !this.#isWorthIt(record, now)) return
    const { lease, began } = look
    if (performance.now() - began.at > fillWithin || began.epoch !== this.#epoch) return
    const copy = copyOf(record, this.#keys.swap(record.id), now)
    await this.#calls.survive('fill', async () => {
      await this.#calls.run<unknown>((signal) => {
        if (lease === null) return this.#cache.create(copy, { now, signal })
        // Its own older copy may have been touched since the database was read: the later end stays.
        const shorten = lease !== record.revision
        return this.#cache.update(copy, lease, { now, signal, shorten })
      })
    })
  }

  /** Puts the copy of a session that was stored for the first time. */
  add(record: SessionRecord, now: number): Promise<void> {
    return this.#orDoubt(record.id, now, async (key) => {
      if (!this.#isWorthIt(record, now)) return false
      const copy = copyOf(record, key, now)
      return this.#calls.run((signal) => this.#cache.create(copy, { now, signal }))
    })
  }

  /** Replaces the copy of `base` by one of the record that replaced it in the database. */
  step(
    record: SessionRecord,
    base: string,
    { now, shorten = false }: Call & { readonly shorten?: boolean },
  ): Promise<void> {
    return this.#orDoubt(record.id, now, async (key) => {
      if (!this.#isWorthIt(record, now)) return false
      const copy = copyOf(record, key, now)
      const answer = await this.#calls.run((signal) =>
        this.#cache.update(copy, base, { now, signal, shorten }),
      )
      // A read that was later than the write may have put the same version there.
      return answer === 'updated' || (answer !== 'gone' && answer.revision === record.revision)
    })
  }

  /** Moves the end of a copy, as that of its record was. */
  touch(id: string, expiresAt: number, base: string, now: number): Promise<void> {
    return this.#orDoubt(id, now, (key) =>
      this.#calls.run((signal) => this.#cache.touch(key, expiresAt, base, { now, signal })),
    )
  }

  /** Puts a copy in doubt: the next read asks the database. `own`: a closed tombstone of the caller's. */
  async doubt(id: string, now: number, own?: string): Promise<void> {
    await this.#tombstones.bury(this.#keys.swap(id), 'open', now, own)
  }

  /** Puts a copy in doubt, if there is one: an id that nobody has leaves nothing in the cache. */
  async drop(id: string, now: number): Promise<void> {
    const key = this.#keys.swap(id)
    const found = await this.#calls.run((signal) => this.#cache.read(key, { now, signal }))
    if (!found || readEntry(found, id).kind !== 'copy') return
    await this.#tombstones.bury(key, 'open', now, found.revision)
  }

  /** Removes a copy, and keeps every other from coming until the tombstone has expired or is opened. */
  async close(id: string, now: number, base?: string): Promise<Buried> {
    const buried = await this.#tombstones.bury(this.#keys.swap(id), 'closed', now, base)
    if (!buried) throw new RangeError('A closed tombstone is always put.')
    return buried
  }

  /** Removes everything, tombstones too: for when the database was emptied. */
  async clear(call: Call): Promise<void> {
    this.#epoch++
    await this.#cache.clear(call)
  }

  /**
   * Puts the copy in doubt where `work` did not leave it as it should be, or failed: a fault of the
   * moment need not leave an old copy behind. A cache that is slow gets no second call.
   */
  async #orDoubt(id: string, now: number, work: (key: string) => Promise<boolean>): Promise<void> {
    const key = this.#keys.swap(id)
    try {
      if (await work(key)) return
    } catch (error) {
      if (!isSlow(error)) await this.#tombstones.bury(key, 'open', now).catch(() => {})
      throw error
    }
    await this.#tombstones.bury(key, 'open', now)
  }

  #isServed(entry: CacheEntry, now: number): entry is CacheEntry & { kind: 'copy' } {
    if (entry.kind !== 'copy') return false
    const age = now - entry.asOf
    return age < this.#maxStaleness && age >= -clockSkew
  }

  #isWorthIt({ expiresAt }: SessionRecord, now: number): boolean {
    return expiresAt - now > this.#tombstones.life
  }
}
