import { ConfigurationError } from '../errors.ts'
import type { StoredSession } from '../record/stored-session.ts'
import type { Lifecycle } from '../session/lifecycle.ts'

/**
 * What a new token of this visitor is bound to. For a user, their session. For anyone else the
 * visitor's cookie, which stays when a first write begins a session: a form in another tab stays good.
 */
export function bindingForToken(life: Lifecycle): string {
  const { stored, visitor } = standing(life)
  if (stored && (stored.record.owner !== null || !visitor)) return sessionBinding(stored)
  const value = visitor?.value ?? life.makeVisitor()
  if (value !== null) return visitorBinding(value)
  throw new ConfigurationError(
    'A CSRF token of a visitor without a session needs a request and its response: take the session from an adapter.',
  )
}

/** What a token of this visitor may be bound to. A sign-in leaves the session alone. */
export function bindingsToAccept(life: Lifecycle): string[] {
  const { stored, visitor } = standing(life)
  const bindings = stored ? [sessionBinding(stored)] : []
  const value = visitor?.value
  if (value && (stored === null || stored.record.owner === null))
    bindings.push(visitorBinding(value))
  return bindings
}

function standing(life: Lifecycle): {
  stored: StoredSession | null
  visitor: Lifecycle['visitor']
} {
  const { state, visitor } = life
  state.accessed = true
  return { stored: state.phase === 'live' ? state.stored : null, visitor }
}

function sessionBinding({ record, meta }: StoredSession): string {
  return `session/${record.id}/${meta.origin ?? meta.secretHash}`
}

function visitorBinding(value: string): string {
  return `visitor/${value}`
}
