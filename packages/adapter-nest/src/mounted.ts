import { ConfigurationError } from '@sojourn/core'
import type { Mount } from './mount.ts'
import { moduleCall } from './tokens.ts'

/** By what each application has one of: the names of its session modules, and their cookies. */
const claimsOf = new WeakMap<object, Map<string, string | undefined>>()

/** Notes that an application has a session module of this name. Throws where it has one already. */
export function claimName(application: object, name: string): void {
  const claims = claimsOf.get(application) ?? new Map<string, string | undefined>()
  if (claims.has(name)) {
    throw new ConfigurationError(
      `${moduleCall(name)} was called twice in this application. Import it once, in the root module; to import it in several, keep what it returns in a constant. A second session needs a name and a cookie of its own: SessionModule.forRoot({ name: 'admin', sessions: admins }).`,
    )
  }
  claimsOf.set(application, claims.set(name, undefined))
}

/** Throws where two session modules of an application would share a cookie. */
export function assertOwnCookie(application: object, { name, cookieName }: Mount): void {
  const claims = claimsOf.get(application) ?? new Map<string, string | undefined>()
  for (const [other, otherCookie] of claims) {
    if (other === name || otherCookie !== cookieName) continue
    throw new ConfigurationError(
      `The sessions '${other}' and '${name}' would share the cookie ${cookieName}. Give one of them another: createSessions({ cookie: { name: '__Host-admin' } }).`,
    )
  }
  claims.set(name, cookieName)
}
