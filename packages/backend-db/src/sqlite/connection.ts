import { retrying } from '../retrying.ts'
import { refuseNewer, schemaVersion } from '../schema-version.ts'
import type { SqliteDatabase } from './database.ts'
import { isBusy, needsReopening } from './failures.ts'
import { migrateSchema, storedVersion } from './schema.ts'
import { Statements } from './statements.ts'
import type { Source } from './store-file.ts'

/** How long `migrate` and `check`, which have no deadline of their own, wait for a lock. */
const patience = 10_000

/**
 * A database, opened and migrated at first use. SQLite answers in the same tick, so a lock that
 * another process holds is never waited for inside it: the work is tried again a few milliseconds
 * later, until the call's deadline, and other requests run in between.
 */
export class Connection {
  readonly #source: Source
  readonly #table: string
  #statements: Statements | undefined
  #closed = false

  constructor(source: Source, table: string) {
    this.#source = source
    this.#table = table
  }

  /** Runs one step with the statements of a migrated table. */
  run<Result>(signal: AbortSignal, work: (statements: Statements) => Result): Promise<Result> {
    return this.#untilFree(signal, () => work(this.#prepared(this.#open(false))))
  }

  /** The same for a step that only reads: the file may be one that was replaced a millisecond ago. */
  runRead<Result>(signal: AbortSignal, work: (statements: Statements) => Result): Promise<Result> {
    return this.#untilFree(signal, () => work(this.#prepared(this.#open(true))))
  }

  /** Runs one step with the database as it is. */
  runUnprepared<Result>(work: (database: SqliteDatabase) => Result): Promise<Result> {
    return this.#untilFree(AbortSignal.timeout(patience), () => work(this.#open(false)))
  }

  /** False if opening would make a new, empty file. */
  exists(): boolean {
    return this.#source.exists()
  }

  /** Closes a handle of our own; every later call rejects. */
  close(): void {
    this.#closed = true
    this.#statements = undefined
    this.#source.discard()
  }

  async #untilFree<Result>(signal: AbortSignal, work: () => Result): Promise<Result> {
    signal.throwIfAborted()
    try {
      try {
        return work()
      } catch (error) {
        // Only who is not served at once pays for the machinery of trying again.
        if (!isBusy(error)) throw error
        const message = 'SQLite was busy until the deadline of the call'
        return await retrying({ signal, isTransient: isBusy, message }, work)
      }
    } catch (error) {
      if (needsReopening(error)) {
        this.#statements = undefined
        this.#source.discard()
      }
      throw error
    }
  }

  #open(readsOnly: boolean): SqliteDatabase {
    if (this.#closed) throw new Error('the SQLite backend is closed')
    return this.#source.open(readsOnly)
  }

  #prepared(database: SqliteDatabase): Statements {
    if (this.#statements?.database !== database) {
      const version = storedVersion(database, this.#table)
      refuseNewer(version, this.#table)
      if (version < schemaVersion) migrateSchema(database, this.#table)
      this.#statements = new Statements(database, this.#table)
    }
    return this.#statements
  }
}
