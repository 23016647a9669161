import { ConfigurationError } from '@sojourn/core'

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,47}$/

/**
 * Refuses every table name that would need quoting. A name is the only setting that becomes SQL
 * text, so it has no characters that mean anything there.
 */
export function checkTableName(table: unknown): string {
  if (typeof table === 'string' && identifier.test(table)) return table
  throw new ConfigurationError(
    `table is a name of letters, digits and underscores, at most 48, such as 'sojourn_sessions'; it was ${JSON.stringify(table)}.`,
  )
}
