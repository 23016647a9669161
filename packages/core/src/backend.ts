/**
 * One session as a backend stores it. `payload` is opaque text written by core; a backend keeps the
 * five fields beside it byte for byte and looks into none of them.
 */
export interface SessionRecord {
  /** 22 characters of base64url. Public: safe to log. */
  readonly id: string
  /** New with every attempt to write; what compare-and-swap compares. At most 32 base64url characters. */
  readonly revision: string
  /** Who is signed in, or `null`. Any text of up to 256 characters, compared byte for byte. */
  readonly owner: string | null
  /** The next end, idle or absolute, in milliseconds since 1970. At this time the record is absent. */
  readonly expiresAt: number
  /** The absolute end in milliseconds: how long indexes and tombstones must outlive the record. */
  readonly endsAt: number
  /** Opaque text: any code unit, lone surrogates and U+0000 included. */
  readonly payload: string
}

/** What comes with every call to a backend. */
export interface Call {
  /** The time to judge expiry by, in milliseconds. Never the server's own clock. */
  readonly now: number
  /** Aborted at the call's deadline: stop, and leave no half-read connection behind. */
  readonly signal: AbortSignal
}

/** What an {@link SessionBackend.update} says of itself. `payloadOnly` is set alone. */
export interface UpdateHints {
  readonly shorten?: boolean
  readonly supersedes?: boolean
  readonly payloadOnly?: boolean
}

/** What comes with an {@link SessionBackend.update}. */
export interface UpdateCall extends Call, UpdateHints {}

/** A change made elsewhere, as told by {@link SessionBackend.watch}. `id: null` means "any of them". */
export interface WatchEvent {
  /** Whose record has changed; `null`: any may have. */
  readonly id: string | null
  /** The revision that an update has given the record. Absent: not known, or the record is gone. */
  readonly revision?: string
}

/** A running subscription to changes made by other processes. */
export interface Watch {
  /** True while a heartbeat proves that messages arrive. */
  readonly alive: boolean
  /**
   * True where it also tells of each update and each delete that was done through this very backend: of
   * an update with its revision, of a delete without one. Core then holds back the confirmation of a
   * write until it is told of it, for a quarter of a second at most. What is told to other processes is
   * to be sent to them before, where the store lets that be arranged.
   */
  readonly echoes?: boolean
  /** Ends the subscription, and what the backend opened for it. */
  close(): Promise<void>
}

/** What went wrong within a call that succeeded all the same, as told by {@link SessionBackend.onFault}. */
export interface Fault {
  /** What failed, such as `'cache.read'`. */
  readonly operation: string
  /** What was thrown. */
  readonly error: unknown
}

/** One thing that is wrong with a backend's storage, and what to do about it. */
export interface Problem {
  /** What is wrong, for an operator. */
  readonly what: string
  /** What to do about it, such as a statement to run. */
  readonly fix: string
}

/**
 * The port that every store implements. Each verb is one atomic step at the store, in one round trip
 * (a conflict may take a second). `null`, `false` and `'gone'` are verdicts; a store that cannot
 * answer throws, whatever it throws, and core calls that unavailable.
 *
 * A power that a backend lacks is a method that it does not have.
 */
export interface SessionBackend {
  /** For messages and events, such as `'sqlite'`. */
  readonly name: string
  /**
   * What the backend points at, as text without a password (`sqlite:/var/lib/app.db#sessions`): two
   * backends with one target count as the same settings. Absent: compared by identity.
   */
  readonly target?: string
  /** True where the store is this process's own memory: a cache before it would hold everything twice. */
  readonly inProcess?: boolean
  /**
   * True where `read` may answer from a copy that is behind the authority, unless it is told `fresh`:
   * core then asks once more, with `fresh`, before it refuses a token.
   */
  readonly readsCopies?: boolean
  /** Stores a record under a new id. `false`: the id is taken, and nothing was changed, even where that record has expired. */
  create(record: SessionRecord, call: Call): Promise<boolean>
  /** The record, or `null` when absent or expired at `now`. `fresh` asks the authority, past any cache or replica. */
  read(id: string, call: Call & { readonly fresh?: boolean }): Promise<SessionRecord | null>
  /**
   * Replaces a record that is live at `now` and still at revision `base`. Otherwise writes nothing and
   * answers `'gone'`, or the newer record as it is after any lock wait. The stored `expiresAt` becomes
   * the later of the two, and never passes the new `endsAt`, unless `shorten` is set. `payloadOnly` is a
   * hint: `owner` and `endsAt` are those of the record at `base`, and `expiresAt` is no later than the
   * stored one, so that these three, and what is indexed by them, may be left alone.
   *
   * `supersedes`: the record has another owner or another secret than its base, which nobody may be
   * let in by any more. A backend that keeps copies of records makes sure that none of an older
   * version is left; where it cannot, it throws, and nothing was written. Others have nothing to do.
   */
  update(
    record: SessionRecord,
    base: string,
    call: UpdateCall,
  ): Promise<'updated' | 'gone' | SessionRecord>
  /**
   * Moves `expiresAt` of a record that is live and still at `base`; never to an earlier time, nor past
   * its `endsAt`. `false`: it is not, nothing changed.
   */
  touch(id: string, expiresAt: number, base: string, call: Call): Promise<boolean>
  /** Removes a record, live or not. `true` if there was one. Idempotent. */
  delete(id: string, call: Call): Promise<boolean>
  /** Removes every record of this backend's prefix or table scope, and nothing else. */
  clear(call: Call): Promise<void>
  /** Ends what the backend opened itself. What it was handed stays open. */
  close(): Promise<void>

  /**
   * Removes expired records, `batch` at a time, until none is left or the signal aborts; either way it
   * returns how many went. `onProgress` gets the number so far. Each batch judges expiry in the
   * statement that deletes, so that a touch in between wins. Absent where the store expires by itself.
   */
  deleteExpired?(
    call: Call & { readonly batch: number; readonly onProgress?: (deleted: number) => void },
  ): Promise<number>
  /** Every live record, in no order, in bounded memory. */
  list?(call: Call): AsyncIterable<SessionRecord>
  /** Every live record of one owner. */
  listByOwner?(owner: string, call: Call): AsyncIterable<SessionRecord>
  /** Removes every record of one owner save `except`. Returns how many. */
  deleteByOwner?(owner: string, call: Call & { readonly except?: string }): Promise<number>
  /**
   * Creates a record under its owner's limit of `max` live sessions, one caller per owner at a time.
   * The ids that were evicted for it, those whose `endsAt` comes first; or `false` when `policy` is
   * `'reject-new'` and there is no place. Throws, with nothing evicted, when the id is taken.
   */
  admit?(
    record: SessionRecord,
    call: Call & { readonly max: number; readonly policy: 'evict-oldest' | 'reject-new' },
  ): Promise<string[] | false>
  /**
   * Tells of changes made by other processes; this one's own may be told as well, with their revision.
   * Before it is alive, and again whenever it may have missed one, it tells `{ id: null }`. Nothing has
   * to be told of a new record, of a touch, or of one that was removed because it had expired.
   */
  watch?(listener: (event: WatchEvent) => void): Promise<Watch>
  /** Creates or upgrades the storage. Safe to run from many processes at once. */
  migrate?(): Promise<void>
  /** What is wrong with the storage; empty when nothing is. */
  check?(): Promise<Problem[]>
  /** Calls `listener` at every fault that a call survived, until the returned function is called. */
  onFault?(listener: (fault: Fault) => void): () => void
}
