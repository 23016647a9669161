import { assertKnownOptions, ConfigurationError } from '@sojourn/core'

/** How much {@link memoryBackend} may hold, and whether it may run in production. */
export interface MemoryBackendOptions {
  /**
   * The most sessions held at once; the least recently used goes first. Default 1,000,000.
   * A whole number from 1 to 16,777,216, which is what one `Map` can hold.
   */
  readonly maxEntries?: number
  /**
   * The most memory that sessions may take, in bytes, as estimated from the length of their text;
   * the least recently used goes first. Default 536,870,912 (512 MiB). At least 1,024.
   */
  readonly maxBytes?: number
  /**
   * Set to `true` to accept that a restart signs everybody out, and that two processes know nothing
   * of each other's sessions. Without it the backend refuses to be built when `NODE_ENV` is
   * `production`. Default `false`.
   */
  readonly allowInProduction?: boolean
}

/** {@link MemoryBackendOptions} with every default filled in and every value checked. */
export interface MemoryLimits {
  readonly maxEntries: number
  readonly maxBytes: number
}

const mostEntries = 2 ** 24
const known = ['maxEntries', 'maxBytes', 'allowInProduction']

/** Checks the options and fills in the defaults. Throws {@link ConfigurationError}. */
export function resolveLimits(options: MemoryBackendOptions): MemoryLimits {
  assertKnownOptions('memoryBackend()', options, known)
  const { maxEntries = 1_000_000, maxBytes = 512 * 1024 * 1024, allowInProduction } = options
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1 || maxEntries > mostEntries) {
    throw new ConfigurationError(
      `memoryBackend({ maxEntries }) is a whole number from 1 to ${mostEntries}, such as 100_000; it was ${String(maxEntries)}.`,
    )
  }
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1024) {
    throw new ConfigurationError(
      `memoryBackend({ maxBytes }) is a whole number of bytes, at least 1024, such as 256 * 1024 * 1024; it was ${String(maxBytes)}.`,
    )
  }
  if (allowInProduction !== undefined && typeof allowInProduction !== 'boolean') {
    throw new ConfigurationError('memoryBackend({ allowInProduction }) is true or false.')
  }
  return { maxEntries, maxBytes }
}
