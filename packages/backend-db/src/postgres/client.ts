/** What a parameter is bound to. */
export type PostgresValue = string | number | null | readonly string[]

/**
 * One statement as `pg` takes it.
 *
 * @foreign
 */
export interface PostgresQuery {
  readonly text: string
  readonly values: PostgresValue[]
  readonly rowMode: 'array'
  /** Only with the option `prepare`. */
  readonly name?: string
}

/**
 * What is used of the result of a statement.
 *
 * @foreign
 */
export interface PostgresResult {
  readonly rows: readonly unknown[][]
  readonly rowCount: number | null
}

/**
 * The methods used of a connected `Client` of `pg`.
 *
 * @foreign
 */
export interface PostgresClient {
  query(query: PostgresQuery): Promise<PostgresResult>
  on(event: 'error', listener: (error: Error) => void): unknown
  /** `'I'` outside of a transaction. Absent in older versions of `pg`. */
  getTransactionStatus?(): string | null
  readonly host?: string
  readonly port?: number
  readonly database?: string | undefined
}

/**
 * The methods used of a connection that `LISTEN`s.
 *
 * @foreign
 */
export interface PostgresListening extends PostgresClient {
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(event: 'notification', listener: (message: PostgresNotification) => void): unknown
  /** Lets the process end although the connection is open. */
  unref?(): void
}

/** The methods used of a `Client` that a pool has lent. */
export interface PostgresPoolClient extends PostgresListening {
  /** With `true` the connection is closed instead of lent again. */
  release(destroy?: boolean): void
}

/**
 * The methods used of a `Client` of our own.
 *
 * @foreign
 */
export interface PostgresListener extends PostgresListening {
  connect(): Promise<unknown>
  end(): Promise<void>
}

/**
 * What `NOTIFY` brings.
 *
 * @foreign
 */
export interface PostgresNotification {
  readonly channel: string
  readonly payload?: string | undefined
}

/**
 * The methods used of a `Pool` of `pg`.
 *
 * @foreign
 */
export interface PostgresPool {
  connect(): Promise<PostgresPoolClient>
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  listenerCount(event: string): number
  readonly totalCount: number
  readonly options: {
    readonly connectionString?: string | undefined
    readonly host?: string | undefined
    readonly port?: number | undefined
    readonly database?: string | undefined
    readonly max?: number | null | undefined
    readonly connectionTimeoutMillis?: number | null | undefined
  }
}
