import Router from '@koa/router'
import { koaSession } from '@sojourn/adapter-koa'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type SessionOf } from '@sojourn/core'
import Koa from 'koa'
import { checkPassword } from './users.ts'

interface Shop {
  cart: string[]
}

const sessions = createSessions<Shop>({ backend: memoryBackend() })

declare module 'koa' {
  interface DefaultContext {
    session: SessionOf<typeof sessions>
  }
}

const router = new Router()

// A write needs no load: it is merged with what is stored, also when two requests come at once.
router.post('/cart/:item', (ctx) => {
  const { item = '' } = ctx.params
  ctx.session.change('cart', (cart = []) => [...cart, item])
  ctx.status = 204
})

// A read does. After it, everything is synchronous.
router.get('/cart', async (ctx) => {
  const session = await ctx.session.load()
  ctx.body = { user: session.userId, cart: session.get('cart', []) }
})

router.post('/sign-in', async (ctx) => {
  const userId = await checkPassword(ctx.query['user'])
  await ctx.session.authenticate(userId, { keep: ['cart'] })
  ctx.redirect('/cart')
})

router.post('/sign-out', async (ctx) => {
  await ctx.session.signOut()
  ctx.redirect('/')
})

export const app = new Koa()
app.use(koaSession(sessions))
app.use(router.routes())
