import { sessionReader } from './get-session.ts'
import { RequestScopes } from './request-scope.ts'
import { userGuard } from './require-user.ts'
import { sessionActions } from './session-action.ts'
import { sessionProxies } from './session-proxy.ts'
import { sessionRoutes } from './with-session.ts'
/** Brings sessions to Next's App Router. Call it once, beside `createSessions`, and share what it gives. */
export function nextSessions(sessions, { origins = [], ip = () => undefined } = {}) {
  const scopes = new RequestScopes()
  const read = sessionReader(sessions, scopes)
  return {
    getSession: () => read('getSession()'),
    withSession: sessionRoutes(sessions, scopes, ip),
    sessionAction: sessionActions(sessions, scopes, origins, ip),
    sessionProxy: sessionProxies(sessions, ip),
    requireUser: userGuard(read),
  }
}
