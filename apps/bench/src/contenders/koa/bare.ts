import { bareActions } from '../bare-actions.ts'
import type { Contender } from '../contender.ts'

/** Koa, and the same routes with fixed answers. */
export const koaBare: Contender = {
  id: 'koa-bare',
  title: 'Koa without sessions',
  framework: 'koa',
  layer: 'bare',
  store: 'none',
  packages: ['koa'],
  start: async () => {
    const { koaApp } = await import('./app.ts')
    return { listener: koaApp(bareActions).callback(), close: async () => {} }
  },
}
