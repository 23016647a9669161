// https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
const duplicateEntry = 1062

const undone: ReadonlySet<number> = new Set([
  1213, // ER_LOCK_DEADLOCK: the transaction was rolled back
  1205, // ER_LOCK_WAIT_TIMEOUT: the statement was rolled back, and the transaction will be
  1020, // ER_CHECKREAD: MariaDB, a row that another has changed since this transaction read it
])

const readOnly: ReadonlySet<number> = new Set([1290, 1792, 1836])

const advice: ReadonlyMap<number, string> = new Map([
  [1146, 'There is no table {table}. Run await sessions.migrate() once, before the first request.'],
  [1054, 'A column of {table} is missing. await sessions.check() says which, and what to do.'],
  [
    1142,
    'The database user may not do that with {table}. GRANT SELECT, INSERT, UPDATE, DELETE on it.',
  ],
  [1290, 'The database is read-only: a replica, or read_only. Connect to the primary.'],
  [1792, 'The connection is read-only: transaction_read_only. Connect to the primary.'],
  [1836, 'The database is read-only. Connect to the primary.'],
  [
    1040,
    'MySQL has no connection left. Lower the pools\u2019 connectionLimit, or raise max_connections.',
  ],
  [1114, 'The disk of the database, or its tablespace, is full. Nothing was stored.'],
  [1153, 'The session is larger than max_allowed_packet. Raise it, or store less.'],
  [1406, 'A column of {table} is too short. await sessions.check() says which, and what to do.'],
  [1969, 'The statement was cancelled by max_statement_time.'],
  [3024, 'The statement was cancelled by max_execution_time.'],
])

/** True if the id of a new record is in use. */
export function isDuplicate(error: unknown): boolean {
  return numberOf(error) === duplicateEntry
}

/** True if nothing was applied, and the same statement may well succeed in a moment. */
export function isTransient(error: unknown): boolean {
  return undone.has(numberOf(error) ?? 0)
}

/** True if the server refused a statement, and the connection can go on. */
export function leavesIntact(error: unknown): boolean {
  const number = numberOf(error)
  // After a failover the server may have become a replica.
  return number !== undefined && !readOnly.has(number) && !isFatal(error)
}

/** The failure, with what to do about it where that is known. */
export function explained(error: unknown, table: string): unknown {
  const text = advice.get(numberOf(error) ?? 0)
  if (text === undefined) return error
  return new Error(text.replace('{table}', table), { cause: error })
}

/** The number of an error that the server sent; those of the network have none, or a negative one. */
function numberOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const number: unknown = Reflect.get(error, 'errno')
  return typeof number === 'number' && number > 0 ? number : undefined
}

function isFatal(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'fatal') === true
}
