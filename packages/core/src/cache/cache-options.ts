import type { SessionBackend } from '../backend.ts'
import { ConfigurationError } from '../errors.ts'
import { assertKnownOptions } from '../known-options.ts'
import { type Duration, milliseconds } from '../lifetime/duration.ts'
import { isTokenBackend, type TokenBackend } from '../token-backend.ts'

/** The settings of the cache that each process keeps before the backend. */
export interface CacheOptions {
  /** The most sessions held; the least recently used goes first. Default 10,000. */
  readonly maxEntries?: number
  /** The most memory that they may take, in bytes, as estimated. Default 33,554,432 (32 MiB). At least 65,536. */
  readonly maxBytes?: number
  /**
   * How old an answer may be at most, counted from when its read was sent to the backend, and whatever
   * fails: what another process did is seen within this time even if every message about it is lost.
   * 1 to 60 seconds. Default 5 seconds.
   *
   * Setting it also switches the cache on for a backend that cannot tell of changes: then each process
   * sees what the others did only after this time.
   */
  readonly maxStaleness?: Duration
}

/** {@link CacheOptions} with every default filled in; `maxStaleness` in milliseconds. */
export interface CacheSettings {
  readonly maxEntries: number
  readonly maxBytes: number
  readonly maxStaleness: number
}

const known = ['maxEntries', 'maxBytes', 'maxStaleness'] satisfies (keyof CacheOptions)[]

const longestStaleness = 60_000
const mostEntries = 2 ** 24

/**
 * The checked settings, or `null` where there is to be no cache: switched off; before memory; or before
 * a backend that cannot tell of changes, unless somebody has said how old an answer may be.
 */
export function resolveCache(
  options: CacheOptions | false = {},
  backend: SessionBackend | TokenBackend,
): CacheSettings | null {
  if (options === false) return null
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError('cache is { maxEntries, maxBytes, maxStaleness }, or false.')
  }
  assertKnownOptions('cache', options, known)
  const settings = {
    maxEntries: whole(options.maxEntries ?? 10_000, 'maxEntries', 1, mostEntries),
    maxBytes: whole(options.maxBytes ?? 33_554_432, 'maxBytes', 65_536, Number.MAX_SAFE_INTEGER),
    maxStaleness: milliseconds(options.maxStaleness ?? '5s', 'cache.maxStaleness'),
  }
  if (settings.maxStaleness > longestStaleness) {
    throw new ConfigurationError(
      'cache.maxStaleness is longer than 60 seconds, for which a session that was ended elsewhere could be served. Write 60 seconds or less.',
    )
  }
  const stored = isTokenBackend(backend) ? backend.revocation : backend
  if (!stored || stored.inProcess === true) return null
  return stored.watch !== undefined || options.maxStaleness !== undefined ? settings : null
}

function whole(value: number, name: string, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value
  throw new ConfigurationError(
    `cache.${name} is ${String(value).slice(0, 40)}. Write a whole number from ${least} to ${most}.`,
  )
}
