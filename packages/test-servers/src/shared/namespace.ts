import { randomBytes } from 'node:crypto'

/** A name that no other test file has, fit for a database, a table or a key. */
export function uniqueName(): string {
  return `sojourn_test_${randomBytes(6).toString('hex')}`
}

/** The same server, but another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
