import { bareActions } from '../bare-actions.ts'
import type { Contender } from '../contender.ts'

/** Fastify, and the same routes with fixed answers. */
export const fastifyBare: Contender = {
  id: 'fastify-bare',
  title: 'Fastify without sessions',
  framework: 'fastify',
  layer: 'bare',
  store: 'none',
  packages: ['fastify'],
  start: async () => (await import('./app.ts')).fastifyApp(bareActions),
}
