import type { Call, SessionBackend, SessionRecord } from '@sojourn/core'

/** Where a page ends, in whatever order the database pages by. Opaque to everyone else. */
export type Cursor = string | number

/** Which records a page holds. */
export interface PageQuery {
  /** Where the page before ended; `null` for the first. */
  readonly after: Cursor | null
  /** The most records to give. */
  readonly limit: number
  /** Whose; `undefined` for everybody's. */
  readonly owner: string | undefined
}

/** Some live records, and where to go on. */
export interface Page {
  /** The records, whole. */
  readonly records: readonly SessionRecord[]
  /** What to ask for next; `null` when this was the last page. */
  readonly next: Cursor | null
}

/** The verbs that a database answers with one statement, or one transaction, of its own. */
type Verbs = Pick<
  SessionBackend,
  'create' | 'read' | 'update' | 'touch' | 'delete' | 'clear' | 'close' | 'target'
> &
  Required<Pick<SessionBackend, 'deleteByOwner' | 'admit' | 'migrate' | 'check'>> &
  Pick<SessionBackend, 'watch'>

/**
 * What {@link dbBackend} needs of a database: its verbs in its own SQL, and the two steps that the
 * walks over many rows are made of. `sqlite()` makes one.
 */
export interface Dialect extends Verbs {
  /** For messages and events, such as `'sqlite'`. */
  readonly name: string
  /** The next live records, in bounded number. */
  page(query: PageQuery, call: Call): Promise<Page>
  /**
   * Removes at most `limit` records that have expired at `call.now`, judged in the statement that
   * deletes them. Returns how many; fewer than `limit` means that no more are left.
   */
  purge(limit: number, call: Call): Promise<number>
}
