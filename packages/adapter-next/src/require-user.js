import { redirection, unauthorized } from './control-flow.ts'
/** Makes `requireUser` for these sessions. */
export function userGuard(getSession) {
  return async ({ redirectTo } = {}) => {
    const session = await getSession('requireUser()')
    if (isSignedIn(session)) return session
    if (redirectTo !== undefined) throw redirection(redirectTo)
    throw unauthorized()
  }
}
function isSignedIn(session) {
  return session.userId !== null
}
