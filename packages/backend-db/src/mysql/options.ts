import { assertKnownOptions, ConfigurationError } from '@sojourn/core'
import { checkTableName } from '../table-name.ts'
import type { MysqlPool } from './client.ts'

/** Which MySQL or MariaDB `mysql()` keeps sessions in, and how. */
export interface MysqlOptions {
  /**
   * A pool of `mysql2` or of `mysql2/promise`: your own, never ended here; or a function that makes
   * one, called at first use, which is ended by `close()`.
   */
  readonly pool: MysqlPool | (() => MysqlPool)
  /** The table that holds the sessions. Letters, digits, underscores. Default `'sojourn_sessions'`. */
  readonly table?: string
}

/** The options, checked, with their defaults. */
export interface MysqlSettings {
  readonly name: string
  /** The table as it stands in statements. */
  readonly table: string
  readonly pool: MysqlPool | (() => MysqlPool)
}

const known = ['pool', 'table']

/** Checks the options. Throws {@link ConfigurationError} with what to write instead. */
export function resolveSettings(options: MysqlOptions): MysqlSettings {
  assertKnownOptions('mysql()', options, known)
  if (!isPool(options.pool)) {
    throw new ConfigurationError(
      "mysql() needs a pool of mysql2: mysql({ pool: createPool('mysql://…') }).",
    )
  }
  const name = checkTableName(options.table ?? 'sojourn_sessions')
  return { name, table: `\`${name}\``, pool: options.pool }
}

function isPool(pool: unknown): boolean {
  if (typeof pool === 'function') return true
  return typeof pool === 'object' && pool !== null && 'getConnection' in pool
}
