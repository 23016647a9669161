// For applications.

export type { Device, IpPrivacy } from './accounts/device.ts'
export type { DeviceBinding, DeviceSignal } from './accounts/device-change.ts'
export type { SessionInfo } from './accounts/session-info.ts'
export type { SessionNews } from './accounts/subscriptions.ts'
// For adapters and backends.
export type {
  Call,
  Fault,
  Problem,
  SessionBackend,
  SessionRecord,
  UpdateCall,
  Watch,
  WatchEvent,
} from './backend.ts'
export type { CacheOptions } from './cache/cache-options.ts'
export type { CacheStatistics } from './cache/cache-statistics.ts'
export { type CachedBackend, cachedBackend } from './cached-backend/cached-backend.ts'
export type { CachedBackendOptions } from './cached-backend/options.ts'
export type { Clock } from './clock.ts'
export type { MaxSessions } from './connector/context.ts'
export { getSessionConnector } from './connector/registry.ts'
export type { SessionConnector, SessionDataObject } from './connector/session-connector.ts'
export { type EncryptedBackendOptions, encryptedBackend } from './crypto/encrypted-backend.ts'
export { generateSecret, type Secret, type Secrets } from './crypto/key-ring.ts'
export type { Csrf } from './csrf/csrf.ts'
export { type GuardedRequest, originGuard } from './csrf/origin-guard.ts'
export {
  ConfigurationError,
  CookieTooLargeError,
  isSessionError,
  NonPersistentStorageError,
  RecentAuthRequiredError,
  SessionConflictError,
  SessionConnectorError,
  SessionDataError,
  SessionDestroyedError,
  SessionError,
  type SessionErrorCode,
  SessionExistsError,
  SessionExpiredError,
  SessionInterruptedError,
  SessionLimitError,
  SessionNotLoadedError,
  SessionReadOnlyError,
  SessionUnavailableError,
  UnsupportedOperationError,
} from './errors.ts'
export type {
  RejectionReason,
  SessionEventName,
  SessionEvents,
  SessionListener,
} from './events.ts'
export type {
  CookieOptions,
  CookiePriority,
  CookieSettings,
  SameSite,
} from './http/cookie-options.ts'
export type { Exchange, HeaderValue, RequestHeaders, SessionCookie } from './http/exchange.ts'
export type { ResponseHeaders } from './http/response-headers.ts'
export type { TokenCookies } from './http/token-cookies.ts'
export { webHeaders } from './http/web-headers.ts'
export { assertKnownOptions } from './known-options.ts'
export type { Duration } from './lifetime/duration.ts'
export type { Expiry } from './lifetime/expiry.ts'
export type { LifetimeOptions } from './lifetime/lifetime.ts'
export type { OpenOptions } from './session/environment.ts'
export { type ReadonlyOptions, readonlySession } from './session/readonly-session.ts'
export type { SchemaIssue, SchemaResult, StandardSchema } from './session/schema.ts'
export type {
  AuthenticateOptions,
  DeepReadonly,
  KeyOf,
  LazySession,
  LoadedSessionOf,
  LoadOptions,
  ReadonlySession,
  SaveOptions,
  SessionOf,
  SessionReads,
  SessionStore,
  SessionWrites,
} from './session/types.ts'
export { createSessions, type Sessions } from './sessions.ts'
export type { SessionsOptions } from './sessions-options.ts'
export { testSession } from './testing.ts'
export type { TokenBackend, TokenCodec, TokenScope } from './token-backend.ts'
