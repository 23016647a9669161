import { ConfigurationError } from '@sojourn/core'

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,47}$/

/**
 * Refuses every name of a table, or of a schema, that would need quoting. Names are the only settings
 * that become SQL text, so they have no characters that mean anything there.
 */
export function checkTableName(name: unknown, what: 'table' | 'schema' = 'table'): string {
  if (typeof name === 'string' && identifier.test(name)) return name
  const example = what === 'table' ? 'sojourn_sessions' : 'sessions'
  throw new ConfigurationError(
    `${what} is a name of letters, digits and underscores, at most 48, such as '${example}'; it was ${JSON.stringify(name)}.`,
  )
}
