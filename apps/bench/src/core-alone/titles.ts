/** What is measured of core alone. */
export type CaseId = 'json' | 'open' | 'read' | 'write' | 'nested' | 'http-read' | 'http-write'

/** What each case does. */
export const titles: Readonly<Record<CaseId, string>> = {
  json: 'JSON.parse + JSON.stringify of the same text',
  open: 'a request opened, its cookies parsed, the session not touched',
  read: 'open, load, read a key',
  write: 'open, load, change a key, save',
  nested: 'open, load, change inside a value, save',
  'http-read': 'a whole exchange that reads: cookie in, headers out',
  'http-write': 'a whole exchange that changes a key',
}

/** Bytes of the sessions' JSON text, about. */
export const sizes: readonly number[] = [300, 2000]

/** Microseconds that a case should stay under, at the smallest size. */
export const targets: Readonly<Partial<Record<CaseId, number>>> = { read: 3, write: 6 }
