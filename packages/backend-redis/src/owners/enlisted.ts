import type { SessionRecord } from '@sojourn/core'

const capacity = 4096

type Entry = Pick<SessionRecord, 'owner' | 'endsAt'>

/**
 * Revisions that this process has read or written lately, with what their owner's index is known to
 * say. On a cluster a save of such a session need not write the index again; of any other it does,
 * which is one call more and changes nothing.
 */
export class Enlisted {
  readonly #entries = new Map<string, Entry>()

  /** A record that was read, or written after its index. */
  learn({ revision, owner, endsAt }: SessionRecord): void {
    this.#entries.delete(revision)
    this.#entries.set(revision, { owner, endsAt })
    if (this.#entries.size > capacity) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest)
        break
      }
    }
  }

  /** True if whoever replaces revision `base` by `record` finds its owner's index written. */
  covers(base: string, record: SessionRecord): boolean {
    if (record.owner === null) return true
    const known = this.#entries.get(base)
    return known !== undefined && known.owner === record.owner && known.endsAt >= record.endsAt
  }
}
