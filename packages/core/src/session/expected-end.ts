import { applyExpiry, newTerms, nextEnd, type Terms } from '../lifetime/expiry.ts'
import type { SessionEnvironment } from './environment.ts'
import type { SessionState } from './session-state.ts'

/** The terms of a session as the next save would store them. */
export function termsOf({ stored, expiry }: SessionState, env: SessionEnvironment): Terms {
  const { lifetime } = env
  const now = env.clock()
  const terms = stored?.meta ?? newTerms(lifetime, now)
  if (expiry === undefined) return terms
  return applyExpiry({ createdAt: now, authenticatedAt: null, ...terms }, expiry, lifetime, now)
}

/** When a session ends that is active now and no more, in milliseconds. */
export function endOf(state: SessionState, env: SessionEnvironment): number {
  return nextEnd(termsOf(state, env), env.clock())
}
