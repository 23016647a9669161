import type { Context } from 'koa'
import { type Contender, storeUrlOf } from '../contender.ts'
import { plainObjectActions, plainSession } from '../plain-object-actions.ts'

/** koa-generic-session with a store. */
export const koaGenericSession: Contender = {
  id: 'koa-generic-session-redis',
  title: 'koa-generic-session, Redis',
  framework: 'koa',
  layer: 'peer',
  store: 'redis',
  packages: ['koa', 'koa-generic-session', 'ioredis'],
  settings: 'the defaults, on the same store',
  start: async (site) => {
    const { default: session } = await import('koa-generic-session')
    const { ioredisStore } = await import('./ioredis-store.ts')
    const { koaApp } = await import('./app.ts')
    const store = ioredisStore(storeUrlOf(site))
    const actions = plainObjectActions<Context>({
      sessionOf: (ctx) => plainSession(Reflect.get(ctx, 'session')),
      signOut: async (ctx) => void Reflect.set(ctx, 'session', null),
    })
    const app = koaApp(actions, session({ store, cookie: { maxAge: 86_400_000 } }))
    app.keys = ['a secret that signs the cookies of this benchmark']
    return { listener: app.callback(), close: async () => void (await store.close()) }
  },
}
