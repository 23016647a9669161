import { type Contender, storeUrlOf } from '../contender.ts'
import { plainObjectActions, plainSession } from '../plain-object-actions.ts'
import type { FastifyContext } from './app.ts'

/** @fastify/session with connect-redis. */
export const fastifySessionRedis: Contender = {
  id: 'fastify-session-redis',
  title: '@fastify/session + Redis',
  framework: 'fastify',
  layer: 'peer',
  store: 'redis',
  packages: ['fastify', '@fastify/session', '@fastify/cookie', 'connect-redis', 'redis'],
  settings: '`rolling: false`, `saveUninitialized: false`, on connect-redis',
  start: async (site) => {
    const { fastifySession } = await import('@fastify/session')
    const { fastifyCookie } = await import('@fastify/cookie')
    const { RedisStore } = await import('connect-redis')
    const { createClient } = await import('redis')
    const { fastifyApp } = await import('./app.ts')
    const client = createClient({ url: storeUrlOf(site) })
    client.on('error', () => {})
    await client.connect()
    const actions = plainObjectActions<FastifyContext>({
      sessionOf: ({ request }) => plainSession(request.session),
      signOut: async ({ request, reply }) => {
        await request.session.destroy()
        reply.clearCookie('sessionId', { path: '/' })
      },
    })
    return fastifyApp(
      actions,
      (app) => {
        app.register(fastifyCookie)
        app.register(fastifySession, {
          secret: 'a secret that signs the cookies of this benchmark',
          cookie: { secure: false, maxAge: 86_400_000 },
          rolling: false,
          saveUninitialized: false,
          store: new RedisStore({ client }),
        })
      },
      () => client.close(),
    )
  },
}
