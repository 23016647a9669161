import Router from '@koa/router'
import { messagePage } from 'demo-parts'
import { personOf } from 'demo-parts/session'
import type { Middleware } from 'koa'

/** Lets only those in who are signed in. */
const signedInOnly: Middleware = async (ctx, next) => {
  const { userId } = await ctx.session.load()
  if (userId === null) ctx.throw(401, 'Sign in first.')
  await next()
}

/** What only they may see. */
export const accountRoutes = new Router()

accountRoutes.get('/account', signedInOnly, async (ctx) => {
  const { userId } = await ctx.session.load()
  ctx.type = 'html'
  ctx.body = messagePage('Your account', `Signed in as ${personOf(userId)?.name}.`)
})
