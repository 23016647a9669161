import type { Contender } from '../contender.ts'
import { plainObjectActions } from '../plain-object-actions.ts'
import type { HttpContext } from './app.ts'

/** iron-session: the session in the cookie, under a password. */
export const ironSession: Contender = {
  id: 'http-iron-session',
  title: 'iron-session',
  framework: 'node:http',
  layer: 'peer',
  store: 'cookie',
  packages: ['iron-session'],
  settings: 'the defaults; the session is opened where a handler asks for it',
  start: async () => {
    const { getIronSession } = await import('iron-session')
    const { httpApp } = await import('./app.ts')
    const options = {
      password: 'a password of this benchmark, which is long enough',
      cookieName: 'iron',
    }
    const open = ({ req, res }: HttpContext) =>
      getIronSession<Record<string, unknown>>(req, res, options)
    const actions = plainObjectActions<HttpContext>({
      sessionOf: open,
      save: async (_, session) => {
        if (typeof session['save'] === 'function') await session['save']()
      },
      signOut: async (ctx) => (await open(ctx)).destroy(),
    })
    return { listener: httpApp(actions), close: async () => {} }
  },
}
