import { ConfigurationError } from './errors.ts'

/**
 * For backends and adapters: throws a `ConfigurationError`, which names the options that there are,
 * where `options` hold another one, such as a misspelt one. `of` says whose options they are, as the
 * application wrote it: `'redisBackend()'`. Options that are left out altogether are fine.
 */
export function assertKnownOptions(
  of: string,
  options: object | undefined,
  known: readonly string[],
): void {
  for (const name of Object.keys(options ?? {})) {
    if (known.includes(name)) continue
    throw new ConfigurationError(
      `${of} has no option '${name.slice(0, 40)}'. Its options are ${known.join(', ')}.`,
    )
  }
}
