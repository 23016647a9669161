import { randomBytes } from 'node:crypto'
import type { Contender } from '../contender.ts'
import { plainObjectActions, plainSession } from '../plain-object-actions.ts'
import type { FastifyContext } from './app.ts'

/** @fastify/secure-session: the session in the cookie, under libsodium's secret box. */
export const fastifySecureSession: Contender = {
  id: 'fastify-secure-session',
  title: '@fastify/secure-session',
  framework: 'fastify',
  layer: 'peer',
  store: 'cookie',
  packages: ['fastify', '@fastify/secure-session'],
  settings: 'a key (not a password), the defaults',
  start: async () => {
    const { fastifySecureSession } = await import('@fastify/secure-session')
    const { fastifyApp } = await import('./app.ts')
    const actions = plainObjectActions<FastifyContext>({
      sessionOf: ({ request }) => plainSession(request.session),
      keysOf: (session) => {
        const { data } = session
        return typeof data === 'function' ? Object.keys(data.call(session) ?? {}) : []
      },
      signOut: async ({ request }) => {
        const { delete: end } = plainSession(request.session)
        if (typeof end === 'function') end.call(request.session)
      },
    })
    return fastifyApp(actions, (app) => {
      app.register(fastifySecureSession, { key: randomBytes(32), cookie: { path: '/' } })
    })
  },
}
