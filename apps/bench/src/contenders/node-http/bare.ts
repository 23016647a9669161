import { bareActions } from '../bare-actions.ts'
import type { Contender } from '../contender.ts'

/** Node's server, and the same routes with fixed answers. */
export const httpBare: Contender = {
  id: 'http-bare',
  title: 'node:http without sessions',
  framework: 'node:http',
  layer: 'bare',
  store: 'none',
  packages: [],
  start: async () => {
    const { httpApp } = await import('./app.ts')
    return { listener: httpApp(bareActions), close: async () => {} }
  },
}
