import type { Middleware } from 'koa'
import { field } from './form.ts'
import { sessions } from './session.ts'

/**
 * Refuses forms without a CSRF token of this visitor. A token ends with a sign-in, a sign-out and the
 * session: a page that was open meanwhile has to be opened again.
 */
export const csrfTokenOnly: Middleware = async (ctx, next) => {
  if (ctx.method === 'POST' && !(await sessions.csrf.verify(ctx.session, field(ctx, 'csrf')))) {
    ctx.throw(403, 'This form is out of date. Open the page again, and try once more.')
  }
  await next()
}
