import { bareActions } from '../bare-actions.ts'
import type { Contender } from '../contender.ts'

/** Express, and the same routes with fixed answers. */
export const expressBare: Contender = {
  id: 'express-bare',
  title: 'Express without sessions',
  framework: 'express',
  layer: 'bare',
  store: 'none',
  packages: ['express'],
  start: async () => {
    const { expressApp } = await import('./app.ts')
    return { listener: expressApp(bareActions), close: async () => {} }
  },
}
