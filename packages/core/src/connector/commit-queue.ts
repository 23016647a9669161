import type { StoredSession } from '../record/stored-session.ts'
import type { Committed, Mutation } from './authority.ts'
import { type Commit, commitBatch, type Pending } from './commit-batch.ts'
import { Places } from './places.ts'

/** The saves to one session. */
class Line {
  /** Whether no commit is in flight. */
  idle = true
  readonly waiting: Pending[] = []
}

/**
 * Group commit: saves to one session that come while one is in flight wait, and are then committed
 * together. Each caller still gets the answer of the commit that holds its change, or its own error.
 */
export class CommitQueue {
  readonly #lines = new Places(() => new Line())
  readonly #commit: Commit

  constructor(commit: Commit) {
    this.#commit = commit
  }

  submit(mutation: Mutation): Promise<Committed> {
    const line = this.#lines.at(mutation.base.record.id)
    return new Promise((resolve, reject) => {
      const pending: Pending = { mutation, resolve, reject }
      if (line.idle) void this.#drain(line, [pending])
      else line.waiting.push(pending)
    })
  }

  async #drain(line: Line, first: Pending[]): Promise<void> {
    line.idle = false
    let newest: StoredSession | null = null
    for (let batch = first; batch.length > 0; batch = line.waiting.splice(0)) {
      newest = await commitBatch(batch, newest, this.#commit)
    }
    line.idle = true
  }
}
