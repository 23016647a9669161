import { koaSession } from '@sojourn/adapter-koa'
import type { LazySession, Sessions } from '@sojourn/core'
import Koa, { type Context } from 'koa'
import { say, sayAllOf } from './say.ts'

/** What the sessions of this server hold. */
export interface Data {
  canary: string
  other: unknown
}

const canary = process.env['CANARY'] ?? ''

/** Everything about `ctx` but the two messages themselves, whose headers carry the cookie by right. */
const messages: ReadonlySet<unknown> = new Set([
  'app',
  'req',
  'res',
  'request',
  'response',
  'cookies',
])

export function canaryApp(sessions: Sessions<Data>): Koa {
  const app = new Koa()
  app.on('error', (error) => sayAllOf('error', error))
  app.use(koaSession(sessions, { property: 'talkative' }))
  app.use(async (ctx) => {
    const session: LazySession<Data> = ctx['talkative']
    sayAllOf('before the load', session)
    try {
      await routes.get(ctx.path)?.(session, sessions)
    } finally {
      sayAllOf('session', session)
      say(`${session} ${JSON.stringify({ session })}`)
      sayCtx(ctx)
    }
    ctx.body ??= {}
  })
  return app
}

type Route = (session: LazySession<Data>, sessions: Sessions<Data>) => Promise<unknown>

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    '/sign-in',
    async (session) => {
      session.set('canary', canary)
      await session.authenticate('ada', { keep: ['canary'] })
      session.flash('note', canary)
    },
  ],
  ['/read', async (session) => sayAllOf('device', [(await session.load()).userId, session])],
  ['/step-up', (session) => session.authenticate('ada', { level: 'mfa' })],
  [
    '/no-json',
    async (session) => {
      session.set('other', { canary, deep: { canary: [BigInt(1)] } })
    },
  ],
  [
    '/in-place',
    async (session) => {
      session.set('other', { canary, list: [1] })
      await session.save()
      const loaded = await session.load()
      const other = loaded.get('other')
      // Only the save finds that it is JSON no more.
      Object.assign(Object(other), { canary, list: Symbol(canary) })
    },
  ],
  ['/too-large', async (session) => session.set('canary', canary.repeat(2000))],
  [
    '/conflict',
    async (session, sessions) => {
      const token = (await session.load()).sessionKey ?? ''
      const other = await sessions.open(token, { conflict: 'reject' }).load()
      session.set('other', `${canary} one`)
      await session.save()
      other.set('other', `${canary} two`)
      await other.save()
    },
  ],
  [
    '/list',
    async (_, sessions) => {
      for await (const info of sessions.listForUser('ada')) sayAllOf('info', info)
    },
  ],
  ['/csrf', async (session, sessions) => sayAllOf('csrf', sessions.csrf && session)],
  [
    '/destroy',
    async (session) => {
      await session.destroy()
      session.set('canary', canary)
    },
  ],
  ['/sign-out', (session) => session.signOut()],
  // The control: what a leak would look like.
  [
    '/leak',
    async (session) => {
      say('from here on it leaks')
      const loaded = await session.load()
      console.log('oops', loaded.sessionKey, loaded.toObject())
    },
  ],
])

function sayCtx(ctx: Context): void {
  for (const key of Reflect.ownKeys(ctx)) {
    if (!messages.has(key)) sayAllOf(`ctx.${String(key)}`, Reflect.get(ctx, key))
  }
  sayAllOf('ctx.state', ctx.state)
}
