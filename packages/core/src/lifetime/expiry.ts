import { ConfigurationError } from '../errors.ts'
import type { Meta } from '../record/meta.ts'
import { type Duration, maxLifetime, milliseconds } from './duration.ts'
import type { Lifetime } from './lifetime.ts'

/**
 * What `setExpiry` takes: a length of time without activity; a `Date`, the session's end; `0`, a
 * cookie that ends with the browser; `null`, back to the settings.
 */
export type Expiry = Duration | Date | null

/** The parts of a meta that decide when a session ends. */
export type Terms = Pick<Meta, 'idle' | 'endsAt' | 'ownIdle' | 'ownEnd' | 'browserClose'>

/** Terms, and what their settings count from. */
export type Dated = Terms & Pick<Meta, 'createdAt' | 'authenticatedAt'>

/** The terms of a session that begins now. */
export function newTerms(lifetime: Lifetime, now: number): Terms {
  return {
    idle: lifetime.idle,
    endsAt: now + lifetime.absolute,
    ownIdle: false,
    ownEnd: false,
    browserClose: false,
  }
}

/** The next end of a session that is active at `now`, idle or absolute, whichever comes first. */
export function nextEnd(terms: Terms, now: number): number {
  return Math.min(now + terms.idle, terms.endsAt)
}

/**
 * When a stored session ends under today's settings. They may shorten what was stored, never
 * lengthen it; terms chosen by `setExpiry` are shortened by `lifetime.max` alone.
 */
export function effectiveEnd(meta: Meta, expiresAt: number, lifetime: Lifetime): number {
  const lastSeen = expiresAt - meta.idle
  const idleEnd = meta.ownIdle ? expiresAt : Math.min(expiresAt, lastSeen + lifetime.idle)
  return Math.min(idleEnd, absoluteEnd(meta, lifetime))
}

/** The absolute end under today's settings. */
function absoluteEnd(meta: Meta, lifetime: Lifetime): number {
  const own = meta.ownEnd || meta.ownIdle
  const fromSettings = own ? meta.endsAt : startOf(meta) + lifetime.absolute
  return Math.min(meta.endsAt, fromSettings, meta.createdAt + lifetime.max)
}

/** True once a twentieth of the idle time has passed since the end was last moved. */
export function isTouchDue(terms: Terms, expiresAt: number, now: number): boolean {
  return nextEnd(terms, now) - expiresAt >= terms.idle / 20
}

/** The terms after a sign-in: both limits begin anew, and what `setExpiry` chose before stays. (NIST 800-63B-4, 5.2) */
export function renewTerms(meta: Meta, lifetime: Lifetime, now: number): Terms {
  const endsAt = Math.max(
    meta.ownEnd ? meta.endsAt : 0,
    now + Math.max(lifetime.absolute, ownIdle(meta)),
  )
  return { ...termsOf(meta), endsAt: capped(endsAt, meta.createdAt, lifetime) }
}

/** The terms after `setExpiry(expiry)`. `ConfigurationError` for what is no expiry. */
export function applyExpiry(meta: Dated, expiry: Expiry, lifetime: Lifetime, now: number): Terms {
  if (expiry === null) {
    const { idle, absolute } = lifetime
    const endsAt = capped(startOf(meta) + absolute, meta.createdAt, lifetime)
    return { idle, endsAt, ownIdle: false, ownEnd: false, browserClose: false }
  }
  if (expiry === 0) return { ...termsOf(meta), browserClose: true }
  if (expiry instanceof Date) {
    const endsAt = capped(expiry.getTime(), meta.createdAt, lifetime)
    return { ...termsOf(meta), endsAt, ownEnd: true, browserClose: false }
  }
  const idle = milliseconds(expiry, 'The expiry')
  const endsAt = capped(Math.max(meta.endsAt, now + idle), meta.createdAt, lifetime)
  return { ...termsOf(meta), idle, endsAt, ownIdle: true, browserClose: false }
}

/** Throws `ConfigurationError` unless `expiry` is one that `applyExpiry` takes at `now`. */
export function assertExpiry(expiry: Expiry, now: number): void {
  if (expiry === null || expiry === 0) return
  if (!(expiry instanceof Date)) {
    milliseconds(expiry, 'The expiry')
    return
  }
  const left = expiry.getTime() - now
  if (!(left > 0 && left <= maxLifetime)) {
    throw new ConfigurationError(
      'The expiry is a Date that is past, more than 400 days ahead, or invalid. To end the session now, call destroy() or signOut().',
    )
  }
}

function termsOf(meta: Terms): Terms {
  const { idle, endsAt, ownIdle, ownEnd, browserClose } = meta
  return { idle, endsAt, ownIdle, ownEnd, browserClose }
}

function startOf(meta: Dated): number {
  return meta.authenticatedAt ?? meta.createdAt
}

function ownIdle(meta: Meta): number {
  return meta.ownIdle ? meta.idle : 0
}

function capped(endsAt: number, createdAt: number, lifetime: Lifetime): number {
  return Math.min(endsAt, createdAt + lifetime.max)
}
