const marker = Symbol.for('@sojourn/core/error')

/** The stable names of all errors, for code that cannot compare classes (another copy of the package, a log). */
export type SessionErrorCode =
  | 'SESSION_NOT_LOADED'
  | 'SESSION_EXPIRED'
  | 'SESSION_INTERRUPTED'
  | 'SESSION_DESTROYED'
  | 'SESSION_CONFLICT'
  | 'SESSION_EXISTS'
  | 'SESSION_UNAVAILABLE'
  | 'SESSION_DATA'
  | 'SESSION_READ_ONLY'
  | 'COOKIE_TOO_LARGE'
  | 'SESSION_CONNECTOR'
  | 'NON_PERSISTENT_STORAGE'
  | 'UNSUPPORTED_OPERATION'
  | 'SESSION_LIMIT'
  | 'RECENT_AUTH_REQUIRED'
  | 'CONFIGURATION'

/**
 * The root of every error that Sojourn throws. `message` is for the developer and never holds a
 * token, a cookie or session data; what a client may see is the text of `status` alone.
 */
export abstract class SessionError extends Error {
  /** Stable across versions. */
  abstract readonly code: SessionErrorCode
  /** The HTTP status that fits: 409, 503, 500 … */
  readonly status: number = 500
  /** Read by HTTP frameworks: the message is not for clients. */
  readonly expose: boolean = false
  /** Response headers that belong to the status, such as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>> | undefined = undefined

  /** `cause` is the error that led to this one. */
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    Object.defineProperty(this, marker, { value: true })
  }
}

/** True for every error of Sojourn, also one made by another copy of this package. */
export function isSessionError(value: unknown): value is SessionError {
  return typeof value === 'object' && value !== null && Reflect.get(value, marker) === true
}

/** A read came before `await session.load()`. */
export class SessionNotLoadedError extends SessionError {
  readonly code = 'SESSION_NOT_LOADED'
}

/** A save came after the session's idle or absolute end. Status 409. */
export class SessionExpiredError extends SessionError {
  readonly code = 'SESSION_EXPIRED'
  override readonly status: number = 409
}

/**
 * The session was ended, or its token replaced, by another request since this one began: nothing
 * was written. Status 409.
 */
export class SessionInterruptedError extends SessionError {
  readonly code = 'SESSION_INTERRUPTED'
  override readonly status: number = 409
}

/** A write to a session that this very object destroyed. */
export class SessionDestroyedError extends SessionError {
  readonly code = 'SESSION_DESTROYED'
}

/** Another request changed the same key first, and the session was opened with `conflict: 'reject'`. Status 409. */
export class SessionConflictError extends SessionError {
  readonly code = 'SESSION_CONFLICT'
  override readonly status: number = 409
}

/** `save({ mustCreate: true })` or `create()` met a session that is there already. */
export class SessionExistsError extends SessionError {
  readonly code = 'SESSION_EXISTS'
}

/**
 * The backend could not answer, or the outcome of a write is unknown. Never the same as absent:
 * nobody is signed in or out by it. Status 503 with `Retry-After`.
 */
export class SessionUnavailableError extends SessionError {
  readonly code = 'SESSION_UNAVAILABLE'
  override readonly status: number = 503
  override readonly headers: Readonly<Record<string, string>> = { 'Retry-After': '1' }
}

/** A value is not JSON, or passes a limit. `path` names it, such as `cart[2].price`. */
export class SessionDataError extends SessionError {
  readonly code = 'SESSION_DATA'
  /** Where in the data the value is; empty for the data as a whole. */
  readonly path: string

  constructor(message: string, path: string) {
    super(message)
    this.path = path
  }
}

/** A write where the session can only be read: a server component, or a response that has begun. */
export class SessionReadOnlyError extends SessionError {
  readonly code = 'SESSION_READ_ONLY'
}

/** The cookie would pass the 4,096 bytes that browsers keep. Nothing was sent or stored. */
export class CookieTooLargeError extends SessionError {
  readonly code = 'COOKIE_TOO_LARGE'
}

/** The registry of connectors refuses: a name is taken by other settings, is unknown, or the connector is closed. */
export class SessionConnectorError extends SessionError {
  readonly code = 'SESSION_CONNECTOR'
}

/** A store that forgets everything at a restart was configured in production. */
export class NonPersistentStorageError extends SessionError {
  readonly code = 'NON_PERSISTENT_STORAGE'
}

/** The backend lacks this power. The message names a backend that has it. */
export class UnsupportedOperationError extends SessionError {
  readonly code = 'UNSUPPORTED_OPERATION'
}

/** The user has as many sessions as `maxSessions` allows, and its policy is `'reject-new'`. Status 403. */
export class SessionLimitError extends SessionError {
  readonly code = 'SESSION_LIMIT'
  override readonly status: number = 403
}

/** `requireRecentAuth` found no sign-in, or one that is too long ago. Status 401: let the user sign in again. */
export class RecentAuthRequiredError extends SessionError {
  readonly code = 'RECENT_AUTH_REQUIRED'
  override readonly status: number = 401
}

/** A setting is wrong; the message says what to write instead. Thrown while building. */
export class ConfigurationError extends SessionError {
  readonly code = 'CONFIGURATION'
}
