/** Thrown in place of SQLite's own busy error while the application has a transaction open. */
export class OpenTransactionError extends Error {
  override readonly name = 'OpenTransactionError'
}

// Primary result codes, https://sqlite.org/rescode.html
const busy = 5
const brokenHandle: ReadonlySet<number> = new Set([
  8, // READONLY: a handle that was opened so stays so, also when the file is writable again
  10, // IOERR
  11, // CORRUPT
  14, // CANTOPEN
  26, // NOTADB
])

/** True if another connection holds the lock: trying again may succeed. */
export function isBusy(error: unknown): boolean {
  return error instanceof OpenTransactionError || resultCode(error) === busy
}

/** True if only a new handle can recover, once the cause has gone. */
export function needsReopening(error: unknown): boolean {
  const code = resultCode(error)
  return code !== undefined && brokenHandle.has(code)
}

/** SQLite's primary result code, if this is an error of SQLite. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const code: unknown = Reflect.get(error, 'errcode')
  // The low byte is the primary code, the rest tells variants apart.
  return typeof code === 'number' ? code & 0xff : undefined
}
