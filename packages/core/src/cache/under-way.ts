/** A read or a write of one session that was sent and has not been answered, as the cache sees it. */
export interface Errand {
  readonly id: string
  readonly isWrite: boolean
  /** Revisions that are known to be older than what this errand will bring. */
  readonly older: readonly string[]
  /** When it was sent, by the cache's own time. */
  readonly sentAt: number
  /** How often all had changed when it was sent. */
  readonly epoch: number
  /** What the session was changed to since: a revision, or `unknown`; `null` while nothing was heard. */
  changedTo: string | null
}

/** No revision that a record can have: what a session was changed to is not known, or it is gone. */
const unknown = ''

/**
 * The reads and writes that are under way. What changes meanwhile spoils them: their answer is then
 * older than what the cache has heard of, and is used by who asked, and kept by nobody.
 */
export class UnderWay {
  readonly #errands = new Map<string, Set<Errand>>()
  #epoch = 0

  begin(id: string, isWrite: boolean, older: readonly string[], sentAt: number): Errand {
    const errand: Errand = { id, isWrite, older, sentAt, epoch: this.#epoch, changedTo: null }
    const others = this.#errands.get(id)
    if (others) others.add(errand)
    else this.#errands.set(id, new Set([errand]))
    return errand
  }

  end(errand: Errand): void {
    const others = this.#errands.get(errand.id)
    if (others?.delete(errand) && others.size === 0) this.#errands.delete(errand.id)
  }

  /** A session was changed, to a revision where that is known. */
  changed(id: string, revision: string | undefined): void {
    const errands = this.#errands.get(id)
    if (!errands) return
    for (const errand of errands) {
      // The message about what a write was built on, late.
      if (revision !== undefined && errand.older.includes(revision)) continue
      const isNews = errand.changedTo !== null && errand.changedTo !== revision
      errand.changedTo = isNews ? unknown : (revision ?? unknown)
    }
  }

  /** Anything may have changed. */
  allChanged(): void {
    this.#epoch++
  }

  /** Whether nothing newer is known than `revision`, which this errand has brought. */
  isNewest(errand: Errand, revision: string): boolean {
    return (
      errand.epoch === this.#epoch && (errand.changedTo === null || errand.changedTo === revision)
    )
  }

  /** Whether this process is writing a session now: until it is answered, only the backend knows what it is. */
  isWriting(id: string): boolean {
    const errands = this.#errands.get(id)
    if (!errands) return false
    for (const { isWrite } of errands) if (isWrite) return true
    return false
  }
}
