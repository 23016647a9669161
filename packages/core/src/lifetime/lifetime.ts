import { ConfigurationError } from '../errors.ts'
import { assertKnownOptions } from '../known-options.ts'
import { type Duration, maxLifetime, milliseconds } from './duration.ts'

/** How long sessions live. */
export interface LifetimeOptions {
  /** Ends a session that long without activity. Default `'1d'`. (ASVS 5.0, 7.3.1) */
  readonly idle?: Duration
  /** Ends a session that long after it began, or after the last sign-in. Default `'7d'`. (ASVS 5.0, 7.3.2) */
  readonly absolute?: Duration
  /**
   * How often the token is replaced while a session is in use. The old one stays good until a client
   * has shown the new one, and 30 seconds more. `false`: never. Default `'15m'`. (OWASP, renewal timeout)
   */
  readonly renewal?: Duration | false
  /** What `setExpiry` can never pass, counted from the session's creation. Default `'400d'`. */
  readonly max?: Duration
}

/** {@link LifetimeOptions} in milliseconds. */
export interface Lifetime {
  readonly idle: number
  readonly absolute: number
  readonly renewal: number | null
  readonly max: number
}

/** The defaults of a kind of backend. */
export interface LifetimeDefaults {
  readonly absolute: Duration
  /** True where every write and slide gives a new token: nothing is renewed on schedule, and the default idle time is never longer than the absolute one. */
  readonly reseals: boolean
}

const serverDefaults: LifetimeDefaults = { absolute: '7d', reseals: false }

const known = ['idle', 'absolute', 'renewal', 'max'] satisfies (keyof LifetimeOptions)[]

/** Settings checked and in milliseconds; `ConfigurationError` where they contradict each other. */
export function resolveLifetime(
  options: LifetimeOptions = {},
  defaults: LifetimeDefaults = serverDefaults,
): Lifetime {
  assertKnownOptions('lifetime', options, known)
  const absolute = milliseconds(options.absolute ?? defaults.absolute, 'lifetime.absolute')
  const idle =
    options.idle === undefined
      ? defaultIdle(absolute, defaults)
      : milliseconds(options.idle, 'lifetime.idle')
  const max = options.max === undefined ? maxLifetime : milliseconds(options.max, 'lifetime.max')
  const { renewal: every = defaults.reseals ? false : '15m' } = options
  if (every !== false && defaults.reseals) {
    throw new ConfigurationError(
      'lifetime.renewal has no meaning where the token holds the session: every write and every slide gives a new one. Leave it out.',
    )
  }
  const renewal = every === false ? null : milliseconds(every, 'lifetime.renewal')
  if (idle > absolute) {
    throw new ConfigurationError(
      `lifetime.idle is longer than lifetime.absolute (default ${defaults.absolute}), so it would never be reached. Write an absolute lifetime of at least the idle one.`,
    )
  }
  if (absolute > max) {
    throw new ConfigurationError(
      'lifetime.absolute is longer than lifetime.max. Write a max of at least the absolute lifetime.',
    )
  }
  return { idle, absolute, renewal, max }
}

function defaultIdle(absolute: number, { reseals }: LifetimeDefaults): number {
  const oneDay = milliseconds('1d', 'lifetime.idle')
  return reseals ? Math.min(oneDay, absolute) : oneDay
}
