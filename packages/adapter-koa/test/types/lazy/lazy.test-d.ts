import type { ServerResponse } from 'node:http'
import Router from '@koa/router'
import type { LazySession, SessionStore } from '@sojourn/core'
import Koa from 'koa'
import Koa2 from 'koa2'
import { expectTypeOf } from 'vitest'
import { koaSession } from '../../../src/index.ts'
import { admins, type Shop, sessions } from './session.ts'

// The app is what it was before: the middleware brings no types of its own along.
expectTypeOf(new Koa().use(koaSession(sessions))).toEqualTypeOf<Koa>()
expectTypeOf(new Koa2().use(koaSession(sessions))).toEqualTypeOf<Koa2>()

const app = new Koa()
app.use(koaSession(sessions))
app.use(koaSession(admins, { property: 'adminSession', conflict: 'reject' }))
app.use(async (ctx, next) => {
  expectTypeOf(ctx.session).toEqualTypeOf<LazySession<Shop>>()
  expectTypeOf(ctx.adminSession).toEqualTypeOf<LazySession<{ level: string }>>()
  expectTypeOf(ctx.res).toEqualTypeOf<ServerResponse>()
  expectTypeOf(ctx.status).toEqualTypeOf<number>()

  // @ts-expect-error nothing can be read before the load
  ctx.session.get('visits')
  // @ts-expect-error not the user either
  ctx.session.userId
  // @ts-expect-error a key that the session does not have
  ctx.session.set('vists', 1)
  // @ts-expect-error a value of another type
  ctx.session.set('visits', 'many')
  // @ts-expect-error a session takes no properties
  ctx.session.visits = 1
  ctx.session.set('visits', 1)

  const session = await ctx.session.load()
  expectTypeOf(session).toEqualTypeOf<SessionStore<Shop>>()
  expectTypeOf(session.get('cart')).toEqualTypeOf<string[] | undefined>()
  expectTypeOf(session.get('visits', 0)).toEqualTypeOf<number>()
  expectTypeOf(session.userId).toEqualTypeOf<string | null>()
  await next()
})

// Chained, and in an app with types of its own.
new Koa<{ user: string }, { db: URL }>().use(koaSession(sessions)).use((ctx) => {
  expectTypeOf(ctx.state).toEqualTypeOf<{ user: string }>()
  expectTypeOf(ctx.db).toEqualTypeOf<URL>()
})
new Koa2().use(koaSession(sessions)).use((ctx) => {
  expectTypeOf(ctx.session).toEqualTypeOf<LazySession<Shop>>()
  // @ts-expect-error nothing can be read before the load
  ctx.session.get('visits')
})

const router = new Router()
router.use(koaSession(sessions))
router.get('/cart', koaSession(sessions), async (ctx) => {
  expectTypeOf(ctx.session).toEqualTypeOf<LazySession<Shop>>()
  // @ts-expect-error nothing can be read before the load
  ctx.session.get('cart')
  expectTypeOf((await ctx.session.load()).get('cart', [])).toEqualTypeOf<string[]>()
})
app.use(router.routes())

// @ts-expect-error not what createSessions returned
koaSession({})
// @ts-expect-error an option that there is not
koaSession(sessions, { proprety: 'session' })
