import { ConfigurationError } from '../errors.ts'
import type { Lifecycle } from '../session/lifecycle.ts'

/**
 * What a visitor's CSRF tokens are bound to, or `null` where there is nothing yet and `make` is false.
 * Loads the session.
 */
export async function csrfBinding(life: Lifecycle, make: boolean): Promise<string | null> {
  await life.load()
  life.state.accessed = true
  const { stored, phase } = life.state
  if (stored && phase === 'live') {
    const { origin, secretHash } = stored.meta
    return `session/${stored.record.id}/${origin ?? secretHash}`
  }
  const { visitor } = life
  if (!visitor) {
    throw new ConfigurationError(
      'A CSRF token of a visitor without a session needs a request and its response: take the session from an adapter.',
    )
  }
  const value = visitor.value ?? (make ? life.makeVisitor() : null)
  return value === null ? null : `visitor/${value}`
}
