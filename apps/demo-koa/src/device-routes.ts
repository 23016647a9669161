import Router from '@koa/router'
import { outcomeOf } from 'demo-parts/session'
import type { Context } from 'koa'
import { deviceIn } from './form.ts'
import { seeOther } from './see-other.ts'
import { sessions } from './session.ts'

/** The buttons of "your devices". Each leaves a message for the page that follows. */
export const deviceRoutes = new Router()

deviceRoutes.post('/devices/sign-out', async (ctx) => {
  const id = deviceIn(ctx)
  const userId = await signedInUser(ctx)
  // Ids are public, so the owner is named too: nobody ends the session of somebody else.
  const ended = await sessions.revoke(id, { userId })
  report(ctx, ended ? 1 : 0)
})

deviceRoutes.post('/devices/sign-out-others', async (ctx) => {
  await signedInUser(ctx)
  const ended = await ctx.session.revokeOthers()
  report(ctx, ended)
})

async function signedInUser(ctx: Context): Promise<string> {
  const { userId } = await ctx.session.load()
  return userId ?? ctx.throw(401, 'Sign in first.')
}

function report(ctx: Context, ended: number): void {
  ctx.session.flash('devices', outcomeOf(ended))
  seeOther(ctx, '/#devices')
}
