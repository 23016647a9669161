import { isSessionError } from '@sojourn/core'
import { messagePage } from 'demo-parts'
import Koa, { type Middleware } from 'koa'

/**
 * Answers errors with a page. It stands above the session's middleware, which throws here when it
 * cannot save: a page never shows something as done that was not.
 */
export const errorPages: Middleware = async (ctx, next) => {
  try {
    await next()
    if (ctx.status === 404) ctx.throw(404, 'There is no such page.')
  } catch (error) {
    if (!(error instanceof Koa.HttpError) && !isSessionError(error)) throw error
    if (error.status >= 500) ctx.app.emit('error', error, ctx)
    // The message of an error that is not for visitors is for the log.
    const text = error.expose ? error.message : (advice.get(error.status) ?? 'It is our fault.')
    ctx.remove('Location')
    ctx.status = error.status
    ctx.set(error.headers ?? {})
    ctx.type = 'html'
    ctx.body = messagePage('That did not work', text)
  }
}

const advice: ReadonlyMap<number, string> = new Map([
  [409, 'Your session changed or ended elsewhere meanwhile. Have a look, and try again.'],
  [503, 'Sessions cannot be reached right now, so this click was not kept. Try again in a moment.'],
])
