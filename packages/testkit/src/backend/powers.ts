import type { SessionBackend } from '@sojourn/core'

/** The name of a method that a backend may lack. */
export type Power =
  | 'deleteExpired'
  | 'list'
  | 'listByOwner'
  | 'deleteByOwner'
  | 'admit'
  | 'watch'
  | 'migrate'
  | 'check'

/** The methods that a backend may lack. */
export const powers: readonly Power[] = [
  'deleteExpired',
  'list',
  'listByOwner',
  'deleteByOwner',
  'admit',
  'watch',
  'migrate',
  'check',
]

/** A backend that is known to have a power. */
export type BackendWith<P extends Power> = SessionBackend & Required<Pick<SessionBackend, P>>

/** True if a backend has every one of these methods. */
export function hasPowers<P extends Power>(
  backend: SessionBackend,
  needed: readonly P[],
): backend is BackendWith<P> {
  return needed.every((power) => typeof backend[power] === 'function')
}
