import { resolve } from 'node:path'
import { assertKnownOptions, ConfigurationError } from '@sojourn/core'
import { checkTableName } from '../table-name.ts'
import type { SqliteDatabase } from './database.ts'

interface CommonOptions {
  /** The table that holds the sessions. Letters, digits, underscores. Default `'sojourn_sessions'`. */
  readonly table?: string
}

interface FileOptions extends CommonOptions {
  /**
   * The database file, opened at first use and created if it is not there; its folder must be. A
   * relative path is resolved once, when this is called. Not `':memory:'`: use `memoryBackend()`.
   */
  readonly path: string
  /**
   * What a write waits for. `'normal'`: it survives the end of the process, however sudden; a power
   * cut may take the last few. `'full'`: it survives a power cut too, at one flush of the disk a
   * write, for which the whole process waits. Default `'normal'`.
   */
  readonly synchronous?: 'normal' | 'full'
  readonly database?: never
}

interface DatabaseOptions extends CommonOptions {
  /**
   * An open `DatabaseSync` of your own, shared with your application and never closed here. Its
   * pragmas are yours: prefer `journal_mode = WAL` and a `busy_timeout` of 0. While a transaction of
   * yours is open on it, calls for sessions wait for its end.
   */
  readonly database: SqliteDatabase
  readonly path?: never
  readonly synchronous?: never
}

/** Where `sqlite()` keeps sessions: a file that it opens itself, or a database that you opened. */
export type SqliteOptions = FileOptions | DatabaseOptions

/** The options, checked, with their defaults. */
export interface SqliteSettings {
  readonly table: string
  readonly target: string | undefined
  readonly store:
    | { readonly path: string; readonly synchronous: 'normal' | 'full' }
    | { readonly database: SqliteDatabase }
}

const known = ['path', 'database', 'table', 'synchronous']

/** Checks the options. Throws {@link ConfigurationError} with what to write instead. */
export function resolveSettings(options: SqliteOptions): SqliteSettings {
  assertKnownOptions('sqlite()', options, known)
  const table = checkTableName(options.table ?? 'sojourn_sessions')
  if (/^sqlite_/i.test(table)) {
    throw new ConfigurationError(
      `SQLite keeps names that begin with sqlite_; call the table otherwise.`,
    )
  }
  if (options.database !== undefined) return forDatabase(options, table)
  const path = checkPath(options.path)
  const { synchronous = 'normal' } = options
  if (synchronous !== 'normal' && synchronous !== 'full') {
    throw new ConfigurationError(`sqlite({ synchronous }) is 'normal' or 'full'.`)
  }
  return { table, target: `sqlite:${path}#${table}`, store: { path, synchronous } }
}

function forDatabase(options: DatabaseOptions, table: string): SqliteSettings {
  if (options.path !== undefined || options.synchronous !== undefined) {
    throw new ConfigurationError(
      'sqlite() takes { path } or { database }, and synchronous only with path.',
    )
  }
  const { database } = options
  if (typeof database.prepare !== 'function' || typeof database.exec !== 'function') {
    throw new ConfigurationError(
      'sqlite({ database }) is an open DatabaseSync of node:sqlite; for a file write sqlite({ path }).',
    )
  }
  const path = database.location?.() ?? null
  return {
    table,
    target: path === null ? undefined : `sqlite:${path}#${table}`,
    store: { database },
  }
}

function checkPath(path: unknown): string {
  if (typeof path !== 'string' || path === '') {
    throw new ConfigurationError(`sqlite() needs a file: sqlite({ path: 'sessions.db' }).`)
  }
  if (path === ':memory:') {
    throw new ConfigurationError(
      `sqlite({ path: ':memory:' }) would forget every session at a restart: use memoryBackend(), or for a test sqlite({ database: new DatabaseSync(':memory:') }).`,
    )
  }
  if (/^file:/i.test(path)) {
    throw new ConfigurationError(
      `sqlite({ path }) is a path, not a URL: write fileURLToPath(url) of node:url.`,
    )
  }
  return resolve(path)
}
