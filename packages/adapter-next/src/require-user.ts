import type { ReadonlySession } from '@sojourn/core'
import { redirection, unauthorized } from './control-flow.ts'

/** A session that somebody is signed in to: `userId` is never `null`. */
export type SignedIn<T> = ReadonlySession<T> & { readonly userId: string }

/** What happens to a visitor who is not signed in. */
export interface SignedOut {
  /** Where they are sent. Without it the answer is 401. */
  readonly redirectTo?: string
}

/** Gives the session of a user who is signed in, and lets nobody else past. */
export type RequireUser<T> = (options?: SignedOut) => Promise<SignedIn<T>>

/** Makes `requireUser` for these sessions. */
export function userGuard<T extends object>(
  getSession: (caller?: string) => Promise<ReadonlySession<T>>,
): RequireUser<T> {
  return async ({ redirectTo } = {}) => {
    const session = await getSession('requireUser()')
    if (isSignedIn(session)) return session
    if (redirectTo !== undefined) throw redirection(redirectTo)
    throw unauthorized()
  }
}

function isSignedIn<T>(session: ReadonlySession<T>): session is SignedIn<T> {
  return session.userId !== null
}
