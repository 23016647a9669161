import { isSessionError } from '@sojourn/core'
import { messagePage } from 'demo-parts'
import Koa, { type Middleware } from 'koa'

/**
 * Answers errors with a page. It stands above the session's middleware, which throws here when it
 * cannot save: nobody is told of a click that was not kept.
 */
export const errorPages: Middleware = async (ctx, next) => {
  try {
    await next()
    if (ctx.status === 404) ctx.throw(404, 'There is no such page.')
  } catch (error) {
    if (!(error instanceof Koa.HttpError) && !isSessionError(error)) throw error
    if (error.status >= 500) ctx.app.emit('error', error, ctx)
    ctx.remove('Location')
    ctx.status = error.status
    ctx.set(error.headers ?? {})
    ctx.type = 'html'
    ctx.body = messagePage('That did not work', error.expose ? error.message : advice(error.status))
  }
}

/** For errors whose own message is not for visitors. */
function advice(status: number): string {
  if (status === 409)
    return 'Your session changed in another tab meanwhile. Have a look, and try again.'
  if (status === 503)
    return 'Sessions cannot be reached right now, so this click was not kept. Try again in a moment.'
  return 'Something went wrong on our side.'
}
