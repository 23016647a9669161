/** What a parameter is bound to. */
export type MysqlValue = Buffer | string | number | null

/**
 * One statement as `mysql2` takes it.
 *
 * @foreign
 */
export interface MysqlQuery {
  readonly sql: string
  readonly values: MysqlValue[]
  readonly rowsAsArray: true
  readonly nestTables: false
  /** In place of a function of the pool's that would read our columns otherwise. */
  readonly typeCast: (field: unknown, next: () => unknown) => unknown
}

/**
 * The methods used of a `PoolConnection` of `mysql2/promise`.
 *
 * @foreign
 */
export interface MysqlConnection {
  /** Sends the statement apart from its values, prepared once per connection. */
  execute(query: MysqlQuery): Promise<readonly [unknown, unknown]>
  /** Sends a statement without values. */
  query(query: MysqlQuery): Promise<readonly [unknown, unknown]>
  release(): void
  destroy(): void
}

/**
 * The methods used of a pool of `mysql2/promise`.
 *
 * @foreign
 */
export interface MysqlPromisePool {
  getConnection(): Promise<MysqlConnection>
  end(): Promise<void>
  /** The pool behind it. */
  readonly pool?: { readonly config: object }
}

/**
 * The methods used of a pool of `mysql2`.
 *
 * @foreign
 */
export interface MysqlCallbackPool {
  promise(): MysqlPromisePool
  readonly config: object
}

/** A pool of `mysql2`, with promises or without. */
export type MysqlPool = MysqlPromisePool | MysqlCallbackPool
