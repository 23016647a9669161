import type { SessionOf } from '@sojourn/core'
import type { sessions } from 'demo-parts/session'

// One module makes the sessions for all three demos: apps/demo-parts/src/session/sessions.ts.
export { sessions } from 'demo-parts/session'

declare module 'koa' {
  // Gives `ctx.session` its type, in the app and in its routes.
  interface DefaultContext {
    session: SessionOf<typeof sessions>
  }
}
