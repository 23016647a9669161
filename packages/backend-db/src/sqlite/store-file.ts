import { statSync } from 'node:fs'
import type { SqliteDatabase } from './database.ts'
import { nodeSqlite } from './node-sqlite.ts'

/** Where an open database comes from. */
export interface Source {
  /** The open database, opened if need be. Throws if it cannot be. `readsOnly`: it will not be written to. */
  open(readsOnly: boolean): SqliteDatabase
  /** False if opening would make a new, empty file. */
  exists(): boolean
  /** Ends a handle of our own, so that the next `open` makes another. Does nothing to a borrowed one. */
  discard(): void
}

/** How long reads trust that the file is the one at its path, in milliseconds. */
const lookEvery = 1

/** A file that we open, and open again when the one at its path is another. */
export class StoreFile implements Source {
  readonly #path: string
  readonly #pragmas: string
  readonly #connect: (path: string) => SqliteDatabase
  #database: SqliteDatabase | undefined
  #identity = ''
  #lookedAt = 0

  constructor(path: string, synchronous: 'normal' | 'full') {
    this.#path = path
    this.#connect = nodeSqlite()
    this.#pragmas = `PRAGMA busy_timeout = 0; PRAGMA synchronous = ${synchronous}`
  }

  open(readsOnly: boolean): SqliteDatabase {
    // SQLite goes on in a file that was deleted or replaced, and every write is lost with it.
    if (this.#database !== undefined && this.#isReplaced(readsOnly)) this.discard()
    this.#database ??= this.#openFile()
    return this.#database
  }

  exists(): boolean {
    return identityOf(this.#path) !== ''
  }

  discard(): void {
    const database = this.#database
    this.#database = undefined
    database?.close()
  }

  /** A look costs a quarter of a read: for reads, once in a while is enough. */
  #isReplaced(readsOnly: boolean): boolean {
    const now = performance.now()
    if (readsOnly && now - this.#lookedAt < lookEvery) return false
    this.#lookedAt = now
    return this.#identity !== identityOf(this.#path)
  }

  #openFile(): SqliteDatabase {
    const database = this.#connect(this.#path)
    try {
      database.exec(this.#pragmas)
      useWriteAheadLog(database)
      this.#identity = identityOf(this.#path)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  }
}

// Asking first keeps a file that cannot be written readable.
function useWriteAheadLog(database: SqliteDatabase): void {
  if (journalMode(database) !== 'wal') database.exec('PRAGMA journal_mode = WAL')
}

function journalMode(database: SqliteDatabase): unknown {
  const row: unknown = database.prepare('PRAGMA journal_mode').get()
  return typeof row === 'object' && row !== null ? Reflect.get(row, 'journal_mode') : undefined
}

function identityOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? '' : `${found.dev}:${found.ino}`
}
