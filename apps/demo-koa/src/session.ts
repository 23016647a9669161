import { createSessions, type SessionOf } from '@sojourn/core'
import type { CartLine } from 'demo-parts'
import { backends } from './backends.ts'
import { parseOptions } from './options.ts'

const options = parseOptions(process.argv.slice(2))
const backend = backends[options.backend]

/** What a session holds. Who is signed in is no data: that is `session.userId`. */
export interface AppSession {
  count: number
  cart: CartLine[]
}

export const sessions = createSessions<AppSession>({
  backend: backend.open(options.data),
  lifetime: { idle: '1d', absolute: '7d', renewal: '15m' },
  cookie: { insecureDevelopment: options.insecureDevelopment },
  namespace: 'demo',
})

/** Where they are stored, as the page calls it. */
export const storage = backend.label

declare module 'koa' {
  // Gives `ctx.session` its type, in the app and in its routes.
  interface DefaultContext {
    session: SessionOf<typeof sessions>
  }
}
