/** Thrown while the application has a transaction open on a client that it shares with us. */
export class OpenTransactionError extends Error {
  override readonly name = 'OpenTransactionError'
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const undone: ReadonlySet<string> = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available: the pool's lock_timeout
])

const advice: ReadonlyMap<string, string> = new Map([
  [
    '42P01',
    'There is no table {table}. Run await sessions.migrate() once, before the first request.',
  ],
  ['42703', 'A column of {table} is missing. await sessions.check() says which, and what to do.'],
  ['3F000', 'The schema of {table} does not exist. Create it, then run await sessions.migrate().'],
  [
    '42501',
    'The database user may not do that with {table}. GRANT SELECT, INSERT, UPDATE, DELETE on it.',
  ],
  [
    '25006',
    'The database is read-only: a standby, or default_transaction_read_only. Connect to the primary (target_session_attrs, or your cloud\u2019s writer address).',
  ],
  ['57014', 'The statement was cancelled, by statement_timeout or by an administrator.'],
  [
    '42P05',
    'Another client has prepared this statement: behind PgBouncer in transaction mode set its max_prepared_statements, or leave out postgres({ prepare }).',
  ],
  [
    '26000',
    'The prepared statement is on another connection: behind PgBouncer in transaction mode set its max_prepared_statements, or leave out postgres({ prepare }).',
  ],
  [
    '53300',
    'PostgreSQL has no connection left. Lower the pools\u2019 max, or put PgBouncer before it.',
  ],
  ['53100', 'The disk of the database is full. Nothing was stored.'],
  [
    '22P05',
    'The database\u2019s encoding cannot hold this text. Use a database with the encoding UTF8.',
  ],
])

/** True if nothing was applied, and the same statement may well succeed in a moment. */
export function isTransient(error: unknown): boolean {
  return error instanceof OpenTransactionError || undone.has(sqlState(error) ?? '')
}

/** True if the server refused a statement, and the connection can go on. */
export function leavesIntact(error: unknown): boolean {
  if (error instanceof OpenTransactionError) return true
  const state = sqlState(error)
  if (state === undefined) return false
  // 08: connection failures; 57P: the server is going down; read-only: it may have become a standby.
  return !/^(08|57P|28|53300|25006)/.test(state)
}

/** The failure, with what to do about it where that is known. */
export function explained(error: unknown, table: string): unknown {
  const text = advice.get(sqlState(error) ?? '')
  if (text === undefined) return error
  return new Error(text.replace('{table}', table), { cause: error })
}

function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}
