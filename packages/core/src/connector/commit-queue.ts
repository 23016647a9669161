import type { StoredSession } from '../record/stored-session.ts'
import type { Committed, Mutation } from './authority.ts'
import { type Commit, commitBatch, type Pending } from './commit-batch.ts'

interface Line {
  readonly waiting: Pending[]
  /** The newest version that this process wrote, while its line is not empty. */
  newest: StoredSession | null
}

/**
 * Group commit: saves to one session that come while one is in flight wait, and are then committed
 * together. Each caller still gets the answer of the commit that holds its change, or its own error.
 */
export class CommitQueue {
  readonly #lines = new Map<string, Line>()
  readonly #commit: Commit

  constructor(commit: Commit) {
    this.#commit = commit
  }

  submit(mutation: Mutation): Promise<Committed> {
    const { id } = mutation.base.record
    return new Promise((resolve, reject) => {
      const pending: Pending = { mutation, resolve, reject }
      const line = this.#lines.get(id)
      if (line) {
        line.waiting.push(pending)
        return
      }
      const opened: Line = { waiting: [], newest: null }
      this.#lines.set(id, opened)
      void this.#drain(id, opened, [pending])
    })
  }

  async #drain(id: string, line: Line, first: Pending[]): Promise<void> {
    for (let batch = first; batch.length > 0; batch = line.waiting.splice(0)) {
      line.newest = await commitBatch(batch, line.newest, this.#commit)
    }
    this.#lines.delete(id)
  }
}
