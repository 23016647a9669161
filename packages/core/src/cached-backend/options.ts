import type { SessionBackend } from '../backend.ts'
import { ConfigurationError } from '../errors.ts'
import { assertKnownOptions } from '../known-options.ts'
import { type Duration, milliseconds } from '../lifetime/duration.ts'

/** The settings of `cachedBackend`. */
export interface CachedBackendOptions {
  /** Where sessions are stored: the authority, such as `dbBackend(…)`. */
  readonly source: SessionBackend
  /**
   * What all processes share before it, such as `redisBackend({ client, prefix })`. With a prefix of its
   * own: `clear()` empties it.
   */
  readonly cache: SessionBackend
  /** Keeps the sessions of this database apart from another's in the same cache. Default `''`. */
  readonly prefix?: string
  /**
   * The longest time that a copy is served after it was read from the database or written there: how
   * long a reader can be behind when the cache has missed a write. The same in every process. From 1
   * second to 1 day. Default `'1m'`.
   */
  readonly maxStaleness?: Duration
  /**
   * Milliseconds for one call to the cache, after which the database is asked. At most a third of the
   * deadline of `createSessions`, so that there is time for that. Default 150.
   */
  readonly cacheDeadline?: number
}

/** Checked settings. */
export interface CachedBackendSettings {
  readonly prefix: string
  /** In milliseconds. */
  readonly maxStaleness: number
  /** In milliseconds. */
  readonly cacheDeadline: number
}

const known = [
  'source',
  'cache',
  'prefix',
  'maxStaleness',
  'cacheDeadline',
] satisfies (keyof CachedBackendOptions)[]
const aDay = 86_400_000

/** Checks every option; `ConfigurationError` says what to write instead. */
export function resolveCachedOptions(options: CachedBackendOptions): CachedBackendSettings {
  assertKnownOptions('cachedBackend()', options, known)
  const { source, cache, prefix = '', maxStaleness = '1m', cacheDeadline = 150 } = options
  if (typeof source?.read !== 'function' || typeof cache?.read !== 'function') {
    throw new ConfigurationError(
      'cachedBackend joins two backends: cachedBackend({ source: dbBackend(…), cache: redisBackend(…) }).',
    )
  }
  if (source === cache || (source.target !== undefined && source.target === cache.target)) {
    throw new ConfigurationError(
      'cachedBackend has one store as source and as cache. Give the cache a store or a prefix of its own.',
    )
  }
  if (typeof prefix !== 'string' || prefix.length > 256) {
    throw new ConfigurationError("prefix is text of at most 256 characters, such as 'shop'.")
  }
  const staleness = milliseconds(maxStaleness, 'maxStaleness')
  if (staleness > aDay) {
    throw new ConfigurationError('maxStaleness is more than a day. Write 1 second to 1 day.')
  }
  if (!Number.isInteger(cacheDeadline) || cacheDeadline < 1 || cacheDeadline > 60_000) {
    throw new ConfigurationError(
      'cacheDeadline is a whole number of milliseconds, from 1 to 60,000.',
    )
  }
  return { prefix, maxStaleness: staleness, cacheDeadline }
}
