import { nextSessions } from '@sojourn/adapter-next'
import { sessions } from 'demo-parts/session'

// One module makes the sessions for all three demos: apps/demo-parts/src/session/sessions.ts.
export { sessions } from 'demo-parts/session'

export const { getSession, withSession, sessionAction, sessionProxy, requireUser } =
  nextSessions(sessions)
