import Router from '@koa/router'
import type { SessionStore } from '@sojourn/core'
import Koa from 'koa'
import { expectTypeOf } from 'vitest'
import { koaSession } from '../../../src/index.ts'
import { type Shop, sessions } from './session.ts'

const app = new Koa()
app.use(koaSession(sessions, { eager: true }))
app.use((ctx) => {
  expectTypeOf(ctx.session).toEqualTypeOf<SessionStore<Shop>>()
  expectTypeOf(ctx.session.get('cart')).toEqualTypeOf<string[] | undefined>()
  expectTypeOf(ctx.session.userId).toEqualTypeOf<string | null>()
  // @ts-expect-error a key that the session does not have
  ctx.session.get('card')
})

const router = new Router()
router.get('/cart', (ctx) => {
  expectTypeOf(ctx.session).toEqualTypeOf<SessionStore<Shop>>()
  // @ts-expect-error a value of another type
  ctx.session.set('cart', 'full')
})
app.use(router.routes())
