// app.ts
import { koaSession } from '@sojourn/adapter-koa'
import type { SessionOf } from '@sojourn/core'
import Koa from 'koa'
import { sessions } from './sessions.ts'

declare module 'koa' {
  interface DefaultContext {
    session: SessionOf<typeof sessions>
  }
}

export const app = new Koa()
app.use(koaSession(sessions))
app.use(async (ctx) => {
  if (ctx.path === '/sign-in') {
    await ctx.session.authenticate('ada', { keep: ['cart'] }) // a new token, at once
    ctx.redirect('/')
  } else if (ctx.path === '/sign-out') {
    await ctx.session.signOut() // gone for good, also for requests under way
    ctx.redirect('/')
  } else {
    const session = await ctx.session.load()
    session.change('visits', (n = 0) => n + 1) // no parallel request's visit is lost
    session.get('cart', []).push('tea') // a nested change: seen, and saved
    ctx.body = { user: session.userId, visits: session.get('visits') }
  }
})
