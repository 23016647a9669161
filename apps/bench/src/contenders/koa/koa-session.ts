import type { Context } from 'koa'
import { type App, type Contender, storeUrlOf } from '../contender.ts'
import { plainObjectActions, plainSession } from '../plain-object-actions.ts'

/** koa-session with the session in the cookie, as it is by default. */
export const koaSessionCookie: Contender = {
  id: 'koa-session-cookie',
  title: 'koa-session, cookie',
  framework: 'koa',
  layer: 'peer',
  store: 'cookie',
  packages: ['koa', 'koa-session'],
  settings: 'signed (HMAC), readable; the defaults',
  start: () => start(undefined),
}

/** koa-session with a store. */
export const koaSessionRedis: Contender = {
  id: 'koa-session-redis',
  title: 'koa-session, Redis',
  framework: 'koa',
  layer: 'peer',
  store: 'redis',
  packages: ['koa', 'koa-session', 'ioredis'],
  settings: 'the defaults, on a store of one command for each call',
  start: async (site) => {
    const { ioredisStore } = await import('./ioredis-store.ts')
    return start(ioredisStore(storeUrlOf(site)))
  },
}

type Store = ReturnType<typeof import('./ioredis-store.ts').ioredisStore>

async function start(store: Store | undefined): Promise<App> {
  const { createSession } = await import('koa-session')
  const { koaApp } = await import('./app.ts')
  const actions = plainObjectActions<Context>({
    sessionOf: (ctx) => plainSession(Reflect.get(ctx, 'session')),
    signOut: async (ctx) => void Reflect.set(ctx, 'session', null),
  })
  const app = koaApp(actions)
  // It is given the application, and has to stand before the routes.
  const [routes] = app.middleware.splice(0)
  app.keys = ['a secret that signs the cookies of this benchmark']
  app.use(createSession({ maxAge: 86_400_000, ...(store && { store }) }, app))
  if (routes) app.use(routes)
  return { listener: app.callback(), close: async () => void (await store?.close()) }
}
