import { ConfigurationError } from '../errors.ts'
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

const known: ReadonlySet<string> = new Set([
  'idle',
  'absolute',
  'renewal',
  'max',
] satisfies (keyof LifetimeOptions)[])

/** Settings checked and in milliseconds; `ConfigurationError` where they contradict each other. */
export function resolveLifetime(options: LifetimeOptions = {}): Lifetime {
  for (const key of Object.keys(options)) {
    if (known.has(key)) continue
    throw new ConfigurationError(
      `lifetime.${key.slice(0, 40)} is no option. Write one of ${[...known].join(', ')}.`,
    )
  }
  const idle = milliseconds(options.idle ?? '1d', 'lifetime.idle')
  const absolute = milliseconds(options.absolute ?? '7d', 'lifetime.absolute')
  const max = options.max === undefined ? maxLifetime : milliseconds(options.max, 'lifetime.max')
  const { renewal: every = '15m' } = options
  const renewal = every === false ? null : milliseconds(every, 'lifetime.renewal')
  if (idle > absolute) {
    throw new ConfigurationError(
      'lifetime.idle is longer than lifetime.absolute (default 7d), so it would never be reached. Write an absolute lifetime of at least the idle one.',
    )
  }
  if (absolute > max) {
    throw new ConfigurationError(
      'lifetime.absolute is longer than lifetime.max. Write a max of at least the absolute lifetime.',
    )
  }
  return { idle, absolute, renewal, max }
}
