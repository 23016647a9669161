import Router from '@koa/router'
import { addToCart, page, removeFromCart } from 'demo-parts'
import { viewOf } from 'demo-parts/session'
import { amountIn, personIn, productIn } from './form.ts'
import { seeOther } from './see-other.ts'

export const routes = new Router()

routes.get('/', async (ctx) => {
  const session = await ctx.session.load()
  const visit = { framework: 'Koa', userAgent: ctx.get('User-Agent'), secure: ctx.secure }
  ctx.type = 'html'
  ctx.body = page(await viewOf(session, visit))
})

routes.post('/sign-in', async (ctx) => {
  const person = personIn(ctx)
  // A new token, always. Of what the visitor did before, only the cart comes along.
  await ctx.session.authenticate(person.id, { keep: ['cart'] })
  seeOther(ctx, '/')
})

routes.post('/sign-out', async (ctx) => {
  await ctx.session.signOut()
  seeOther(ctx, '/')
})

// A change is recorded, and made on the stored value when the response is about to leave.
// If another request was first, the function runs again on the newer value.

routes.post('/counter', (ctx) => {
  ctx.session.change('count', (count = 0) => count + 1)
  seeOther(ctx, '/#counter')
})

routes.post('/cart/add', (ctx) => {
  const product = productIn(ctx)
  ctx.session.change('cart', (cart = []) => {
    addToCart(cart, product, 1)
    return cart
  })
  seeOther(ctx, '/#cart')
})

routes.post('/cart/change', (ctx) => {
  const product = productIn(ctx)
  const by = amountIn(ctx)
  ctx.session.change('cart', (cart = []) => {
    addToCart(cart, product, by)
    return cart
  })
  seeOther(ctx, '/#cart')
})

routes.post('/cart/remove', (ctx) => {
  const product = productIn(ctx)
  ctx.session.change('cart', (cart = []) => {
    removeFromCart(cart, product)
    return cart
  })
  seeOther(ctx, '/#cart')
})
