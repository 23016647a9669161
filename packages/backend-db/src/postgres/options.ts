import { assertKnownOptions, ConfigurationError } from '@sojourn/core'
import { checkTableName } from '../table-name.ts'
import type { PostgresClient, PostgresListener, PostgresPool } from './client.ts'

interface CommonOptions {
  /** The table that holds the sessions. Letters, digits, underscores. Default `'sojourn_sessions'`. */
  readonly table?: string
  /** The schema of the table. Default: the first one of the connection's `search_path`. */
  readonly schema?: string
  /**
   * Tells other processes of each change, in the transaction that makes it: what `watch`, and with it
   * the cache of the sessions, needs. PostgreSQL commits such transactions one at a time in the whole
   * cluster, so writes are limited to one for each flush of its log; `false` lifts that, in every
   * process at once, and takes `watch` away. Default `true`.
   */
  readonly notify?: boolean
  /**
   * Prepares the frequent statements once per connection. It saves the server half the work; behind
   * PgBouncer in transaction mode it needs `max_prepared_statements`. Default `false`.
   */
  readonly prepare?: boolean
  /**
   * Makes a `Client` for `watch`, which is connected and ended here. Needed behind PgBouncer in
   * transaction mode, with the address of the server itself, and where `client` was given. Default: a
   * connection of the pool, kept as long as the watch runs.
   */
  readonly listen?: () => PostgresListener
}

interface PoolOptions extends CommonOptions {
  /**
   * A `Pool` of `pg`: your own, never ended here; or a function that makes one, called at first use,
   * which is ended by `close()`. Set its `connectionTimeoutMillis`, and listen to its `'error'`.
   */
  readonly pool: PostgresPool | (() => PostgresPool)
  readonly client?: never
}

interface ClientOptions extends CommonOptions {
  /**
   * A connected `Client` of `pg`, your own, used by one call at a time and never ended here. It does
   * not reconnect: for a script or a test; a server takes a pool.
   */
  readonly client: PostgresClient
  readonly pool?: never
}

/** Which PostgreSQL `postgres()` keeps sessions in, and how. */
export type PostgresOptions = PoolOptions | ClientOptions

/** The options, checked, with their defaults. */
export interface PostgresSettings {
  /** The table as it stands in messages. */
  readonly label: string
  /** The table as it stands in statements. */
  readonly table: string
  readonly name: string
  readonly schema: string | null
  readonly notify: boolean
  readonly prepare: boolean
  readonly listen: (() => PostgresListener) | undefined
  readonly source:
    | { readonly pool: PostgresPool | (() => PostgresPool) }
    | { readonly client: PostgresClient }
}

const known = ['pool', 'client', 'table', 'schema', 'notify', 'prepare', 'listen']

/** Checks the options. Throws {@link ConfigurationError} with what to write instead. */
export function resolveSettings(options: PostgresOptions): PostgresSettings {
  assertKnownOptions('postgres()', options, known)
  const name = checkTableName(options.table ?? 'sojourn_sessions')
  const schema = options.schema === undefined ? null : checkTableName(options.schema, 'schema')
  const { notify = true, prepare = false, listen } = options
  if (typeof notify !== 'boolean' || typeof prepare !== 'boolean') {
    throw new ConfigurationError('postgres({ notify, prepare }) are true or false.')
  }
  if (listen !== undefined && typeof listen !== 'function') {
    throw new ConfigurationError(
      'postgres({ listen }) is a function that makes a Client: () => new Client({ connectionString }).',
    )
  }
  return {
    label: schema === null ? name : `${schema}.${name}`,
    table: schema === null ? `"${name}"` : `"${schema}"."${name}"`,
    name,
    schema,
    notify,
    prepare,
    listen,
    source: sourceOf(options),
  }
}

function sourceOf(options: PostgresOptions): PostgresSettings['source'] {
  if (options.pool !== undefined && options.client !== undefined) {
    throw new ConfigurationError('postgres() takes { pool } or { client }, not both.')
  }
  if (options.client !== undefined) {
    if (typeof options.client.query === 'function') return { client: options.client }
  } else if (isPool(options.pool)) {
    return { pool: options.pool }
  }
  throw new ConfigurationError(
    'postgres() needs a Pool of pg: postgres({ pool: new Pool({ connectionString }) }), or a connected Client: postgres({ client }).',
  )
}

function isPool(pool: unknown): boolean {
  if (typeof pool === 'function') return true
  // A Client has `connect` as well, and would be connected once more.
  return typeof pool === 'object' && pool !== null && 'totalCount' in pool && 'connect' in pool
}
