import { assertKnownOptions, ConfigurationError } from '@sojourn/core'
import type { RedisClient } from './client/driver-of.ts'

/** The settings of `redisBackend`. */
export interface RedisBackendOptions {
  /**
   * Your client, of node-redis or ioredis: one server, Sentinel or a Redis Cluster. Connected and
   * closed by you; `close` leaves it open. It needs a listener for `'error'`.
   */
  readonly client: RedisClient
  /**
   * What every key and channel begins with, before a colon. 1 to 64 printable ASCII characters, no
   * braces and no spaces. Give each application of a shared database its own. Default `'sojourn'`.
   */
  readonly prefix?: string
}

const known = ['client', 'prefix']
const printable = /^[!-z|~]{1,64}$/

/** The prefix, checked with all the other options. Throws `ConfigurationError` with what to write instead. */
export function resolvePrefix(options: RedisBackendOptions): string {
  assertKnownOptions('redisBackend()', options, known)
  const { prefix = 'sojourn' } = options
  if (typeof prefix === 'string' && printable.test(prefix)) return prefix
  throw new ConfigurationError(
    `redisBackend({ prefix }) is 1 to 64 printable ASCII characters without braces and spaces, such as 'shop'; it was ${JSON.stringify(prefix)}. With no prefix, clear() could not tell its keys from others.`,
  )
}
