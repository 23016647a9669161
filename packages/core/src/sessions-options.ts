import type { IpPrivacy } from './accounts/device.ts'
import type { DeviceBinding } from './accounts/device-change.ts'
import type { SessionBackend } from './backend.ts'
import { type CacheOptions, type CacheSettings, resolveCache } from './cache/cache-options.ts'
import type { Clock } from './clock.ts'
import type { MaxSessions } from './connector/context.ts'
import { ConfigurationError, UnsupportedOperationError } from './errors.ts'
import type { CookieOptions, CookieSettings } from './http/cookie-options.ts'
import { resolveCookie } from './http/cookie-settings.ts'
import { assertKnownOptions } from './known-options.ts'
import { type Lifetime, type LifetimeOptions, resolveLifetime } from './lifetime/lifetime.ts'
import type { StandardSchema } from './session/schema.ts'
import { isTokenBackend, type TokenBackend } from './token-backend.ts'

/** The settings of `createSessions`. */
export interface SessionsOptions<T extends object> {
  /** Where sessions are stored: on a server, or in their own tokens. */
  readonly backend: SessionBackend | TokenBackend
  /** How long sessions live. */
  readonly lifetime?: LifetimeOptions
  /** The client's cookie. Default: `__Host-sid`, `Secure`, `HttpOnly`, `SameSite=Lax`, `Path=/`. */
  readonly cookie?: CookieOptions
  /**
   * Any Standard Schema (zod, valibot, arktype …): the type of the data then comes from it, and data
   * that does not fit is refused at the save. Stored keys that no longer fit are not read, and told by
   * a `rejected` event; they stay stored until they are written, deleted, or the session ends, so
   * that two versions of an application can run at once. It must be synchronous, accept `{}` and give JSON.
   */
  readonly schema?: StandardSchema<T>
  /**
   * Part of every secret's hash, so that a record copied from one application to another opens
   * nothing there. Default `'default'`. Changing it ends every session.
   */
  readonly namespace?: string
  /** The name for `getSessionConnector`; `false` registers nothing. Default `'default'`. */
  readonly name?: string | false
  /** Most bytes of one session's data as JSON. Default 16,384. */
  readonly maxBytes?: number
  /** How many live sessions one user may have. Default: any number. (ASVS 5.0, 7.1.2) */
  readonly maxSessions?: MaxSessions
  /**
   * The cache that each process keeps before the backend; `false` for none. Default: one where the
   * backend tells of changes made elsewhere (Redis, PostgreSQL); none before memory. What may be relied
   * on with it: `docs/consistency.md`.
   */
  readonly cache?: CacheOptions | false
  /** How much of the client's address is kept at a sign-in, for "your devices". Default `'truncated'`. */
  readonly deviceIp?: IpPrivacy
  /**
   * Compares the client of each request of a signed-in session with that of its sign-in: the
   * `User-Agent` without its versions, and the network of the address, as far as `deviceIp` keeps it.
   * `'event'` emits `device-changed`. `'step-up'` does so, and `requireRecentAuth` fails until the user
   * signs in again. It ends nothing: browsers and networks change honestly. Sessions in cookies alone
   * keep no client: `UnsupportedOperationError`. Default `'off'`.
   */
  readonly deviceBinding?: DeviceBinding
  /** The time in milliseconds, for tests. Default `Date.now`. */
  readonly clock?: Clock
  /** Milliseconds for one call to the backend, after which it counts as unavailable. Default 500. */
  readonly deadline?: number
}

/** Checked settings. */
export interface SessionsSettings {
  readonly lifetime: Lifetime
  readonly cookie: CookieSettings
  readonly namespace: string
  readonly name: string | false
  readonly maxBytes: number
  readonly maxSessions: MaxSessions | null
  readonly cache: CacheSettings | null
  readonly deviceIp: IpPrivacy
  readonly deviceBinding: DeviceBinding
  readonly clock: Clock
  readonly deadline: number
}

const known = [
  'backend',
  'lifetime',
  'cookie',
  'schema',
  'namespace',
  'name',
  'maxBytes',
  'maxSessions',
  'cache',
  'deviceIp',
  'deviceBinding',
  'clock',
  'deadline',
] satisfies (keyof SessionsOptions<object>)[]

/** Checks every option; `ConfigurationError` says what to write instead. */
export function resolveOptions<T extends object>(options: SessionsOptions<T>): SessionsSettings {
  assertKnownOptions('createSessions()', options, known)
  const { backend, namespace = 'default', name = 'default', clock = Date.now } = options
  if (!isBackend(backend)) {
    throw new ConfigurationError(
      'createSessions needs a backend, such as memoryBackend(), dbBackend(sqlite({ path })) or cookieBackend({ secrets }).',
    )
  }
  if (typeof namespace !== 'string' || namespace === '' || namespace.length > 256) {
    throw new ConfigurationError(
      'namespace is text of 1 to 256 characters, such as the name of the app.',
    )
  }
  if (name !== false && (typeof name !== 'string' || name === '')) {
    throw new ConfigurationError("name is text such as 'default', or false to register nothing.")
  }
  if (typeof clock !== 'function') {
    throw new ConfigurationError(
      'clock is a function that returns milliseconds since 1970, such as Date.now.',
    )
  }
  return {
    lifetime: resolveLifetime(
      options.lifetime,
      isTokenBackend(backend) ? { absolute: backend.absolute, reseals: true } : undefined,
    ),
    cookie: resolveCookie(options.cookie, { production: isProduction() }),
    namespace,
    name,
    clock,
    maxSessions: options.maxSessions ? checkedLimit(options.maxSessions, backend) : null,
    cache: resolveCache(options.cache, backend),
    deviceIp: oneOf('deviceIp', options.deviceIp ?? 'truncated', privacies),
    deviceBinding: checkedBinding(options.deviceBinding ?? 'off', backend),
    maxBytes: wholeNumber(options.maxBytes ?? 16_384, 'maxBytes', 1_048_576),
    deadline: wholeNumber(options.deadline ?? 500, 'deadline', 60_000),
  }
}

/**
 * The settings by which two calls of `createSessions` under one name count as the same: by value,
 * a backend by what it points at. A schema by who made it, since a reloaded module makes it anew.
 */
export function comparable<T extends object>(
  options: SessionsOptions<T>,
  settings: SessionsSettings,
): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ['backend', options.backend.target ?? options.backend],
    ['lifetime', JSON.stringify(settings.lifetime)],
    ['cookie', JSON.stringify(settings.cookie)],
    ['namespace', settings.namespace],
    ['schema', options.schema?.['~standard'].vendor],
    ['maxBytes', settings.maxBytes],
    ['maxSessions', JSON.stringify(settings.maxSessions)],
    ['cache', JSON.stringify(settings.cache)],
    ['deviceIp', settings.deviceIp],
    ['deviceBinding', settings.deviceBinding],
    ['clock', options.clock],
    ['deadline', settings.deadline],
  ])
}

/** Where it is known which sessions there are; `null` where they live in their tokens alone. */
function storeOf(backend: SessionBackend | TokenBackend): SessionBackend | null {
  return isTokenBackend(backend) ? backend.revocation : backend
}

function isBackend(backend: unknown): boolean {
  if (typeof backend !== 'object' || backend === null) return false
  return ['read', 'codec'].some((verb) => typeof Reflect.get(backend, verb) === 'function')
}

function checkedLimit(
  { limit, policy }: MaxSessions,
  backend: SessionBackend | TokenBackend,
): MaxSessions {
  if (!storeOf(backend)?.admit) {
    throw new UnsupportedOperationError(
      `The ${backend.name} backend cannot limit the sessions of a user. The memory, db and redis backends can.`,
    )
  }
  if (policy !== 'evict-oldest' && policy !== 'reject-new') {
    throw new ConfigurationError("maxSessions.policy is 'evict-oldest' or 'reject-new'.")
  }
  return { limit: wholeNumber(limit, 'maxSessions.limit', 1_000_000), policy }
}

const privacies = ['full', 'truncated', 'hashed', 'off'] as const
const bindings = ['off', 'event', 'step-up'] as const

function checkedBinding(
  binding: DeviceBinding,
  backend: SessionBackend | TokenBackend,
): DeviceBinding {
  if (binding !== 'off' && !storeOf(backend)) {
    throw new UnsupportedOperationError(
      `The ${backend.name} backend keeps nothing of the client that signed in, so deviceBinding has nothing to compare with. Give it a revocation backend, or use the memory, db or redis backend.`,
    )
  }
  return oneOf('deviceBinding', binding, bindings)
}

function oneOf<V extends string>(name: string, value: V, known: readonly V[]): V {
  if (known.includes(value)) return value
  throw new ConfigurationError(`${name} is one of: '${known.join("', '")}'.`)
}

function wholeNumber(value: number, name: string, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new ConfigurationError(`${name} is ${value}. Write a whole number from 1 to ${most}.`)
}

function isProduction(): boolean {
  return globalThis.process?.env?.NODE_ENV === 'production'
}
