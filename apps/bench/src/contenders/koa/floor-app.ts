import type { Context, Next } from 'koa'
import type { App } from '../contender.ts'
import type { FloorSessions } from '../floor/floor-sessions.ts'
import { type PlainSession, plainObjectActions } from '../plain-object-actions.ts'
import { koaApp } from './app.ts'

/** One request's session: what the least layer that anyone could write by hand needs to know. */
interface FloorSession {
  /** The cookie's value. */
  key: string | undefined
  data: PlainSession
  changed: boolean
}

const cookie = /(?:^|; )__Host-sid=([^;]+)/
const attributes = '; Path=/; Secure; HttpOnly; SameSite=Lax'

/**
 * A session layer without features: it parses the cookie, does one store call, parses JSON, and
 * writes back when it is told of a change. Nothing is checked, merged, renewed or guarded.
 */
export function startFloor(sessions: FloorSessions): App {
  const load = async (ctx: Context): Promise<FloorSession> => {
    const session: FloorSession = ctx.state['session']
    session.key = cookie.exec(ctx.headers.cookie ?? '')?.[1]
    const text = session.key === undefined ? undefined : await sessions.read(session.key)
    session.data = text === undefined ? {} : JSON.parse(text)
    return session
  }

  const middleware = async (ctx: Context, next: Next): Promise<void> => {
    const session: FloorSession = { key: undefined, data: {}, changed: false }
    ctx.state['session'] = session
    await next()
    if (!session.changed) return
    const { key } = session
    const now = await sessions.write(key, JSON.stringify(session.data))
    if (now !== key) ctx.set('Set-Cookie', `__Host-sid=${now}${attributes}`)
  }

  const actions = plainObjectActions<Context>({
    sessionOf: async (ctx) => (await load(ctx)).data,
    fresh: async (ctx) => {
      const session: FloorSession = ctx.state['session']
      return session.data
    },
    save: async (ctx) => {
      ctx.state['session'].changed = true
    },
    signOut: async (ctx) => {
      const { key } = await load(ctx)
      if (key !== undefined) await sessions.delete(key)
      ctx.set('Set-Cookie', `__Host-sid=; Max-Age=0${attributes}`)
    },
  })
  return { listener: koaApp(actions, middleware).callback(), close: () => sessions.close() }
}
