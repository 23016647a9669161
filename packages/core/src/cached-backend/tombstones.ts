import type { SessionBackend, SessionRecord } from '../backend.ts'
import type { CacheCalls } from './cache-calls.ts'
import { isClosed, type TombstoneKind, tombstone } from './cache-entry.ts'

/** How often a place in the cache may change under a writer before it gives up. Each time another writer was done. */
const mostTries = 100

/** A tombstone that was put. */
export interface Buried {
  readonly revision: string
  /** True if another writer's closed tombstone stood there: then it is not ours alone to open. */
  readonly shared: boolean
}

/**
 * Puts tombstones in the place of whatever stands there, by compare-and-swap alone. Nothing is ever
 * deleted from the cache: what is absent can be filled by a read that began long ago.
 */
export class Tombstones {
  /** How long one stands, in milliseconds. */
  readonly life: number
  readonly #cache: SessionBackend
  readonly #calls: CacheCalls

  constructor(cache: SessionBackend, calls: CacheCalls, life: number) {
    this.life = life
    this.#cache = cache
    this.#calls = calls
  }

  /**
   * Puts a tombstone under `key`. `base`: the revision that is expected there. An open one leaves a
   * closed one alone; then `null`. Throws when the cache does.
   */
  async bury(key: string, kind: TombstoneKind, now: number, base?: string): Promise<Buried | null> {
    const stone = tombstone(key, kind, now + this.life)
    let shared = false
    let judgedAt = now
    let expected = base
    for (let tries = 0; tries < mostTries; tries++) {
      const found = await (expected === undefined
        ? this.#place(stone, now)
        : this.#replace(stone, expected, judgedAt))
      if (found === 'done') return { revision: stone.revision, shared }
      expected = found?.revision
      if (!found) continue
      if (isClosed(found, now)) {
        if (kind === 'open') return null
        shared = true
      }
      // What has expired and is still stored holds its place: it is replaced as of when it had not.
      judgedAt = Math.min(now, found.expiresAt - 1)
    }
    throw new Error(
      `The cache's copy of a session changed ${mostTries} times while it was removed.`,
    )
  }

  /** Puts it where nothing stands; else gives what stands there, or `null` if that is gone again. */
  async #place(stone: SessionRecord, now: number): Promise<'done' | SessionRecord | null> {
    const found = await this.#calls.run((signal) => this.#cache.read(stone.id, { now: 0, signal }))
    if (found) return found
    const placed = await this.#calls.run((signal) => this.#cache.create(stone, { now, signal }))
    return placed ? 'done' : null
  }

  /** Puts it in the place of a revision; else gives what stands there, or `null` if nothing live does. */
  async #replace(
    stone: SessionRecord,
    expected: string,
    now: number,
  ): Promise<'done' | SessionRecord | null> {
    const answer = await this.#calls.run((signal) =>
      this.#cache.update(stone, expected, { now, signal, shorten: true }),
    )
    if (answer === 'updated') return 'done'
    return answer === 'gone' ? null : answer
  }
}
