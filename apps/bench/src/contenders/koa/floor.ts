import { randomBytes } from 'node:crypto'
import type { Context, Next } from 'koa'
import type { SampleData } from '../../sample-data.ts'
import type { App, SessionActions, Site } from '../contender.ts'
import type { FloorStore } from '../floor/floor-store.ts'
import { watched } from '../watched.ts'
import { koaApp } from './app.ts'

/** One request's session: what the least layer that anyone could write by hand needs to know. */
interface FloorSession {
  id: string | undefined
  data: Partial<SampleData> | undefined
  changed: boolean
}

const cookie = /(?:^|; )__Host-sid=([^;]+)/
const attributes = '; Path=/; Secure; HttpOnly; SameSite=Lax'

/**
 * A session layer without features: it parses the cookie, does one store call, parses JSON, and
 * writes back when it is told of a change. Nothing is checked, merged, renewed or guarded.
 */
export async function startFloor(wanted: FloorStore, site: Site): Promise<App> {
  const store = watched(wanted, site.onStoreCall)

  const load = (ctx: Context): Partial<SampleData> => {
    const session: FloorSession = ctx.state['session']
    session.id = cookie.exec(ctx.headers.cookie ?? '')?.[1]
    const text = session.id === undefined ? undefined : store.get(session.id)
    session.data = text === undefined ? {} : JSON.parse(text)
    return session.data ?? {}
  }

  const middleware = async (ctx: Context, next: Next): Promise<void> => {
    const session: FloorSession = { id: undefined, data: undefined, changed: false }
    ctx.state['session'] = session
    await next()
    if (!session.changed) return
    if (session.id === undefined) {
      session.id = newId()
      ctx.set('Set-Cookie', `__Host-sid=${session.id}${attributes}`)
    }
    store.set(session.id, JSON.stringify(session.data))
  }

  const actions: SessionActions<Context> = {
    read: async (ctx) => load(ctx).name ?? '',
    count: async (ctx) => {
      const data = load(ctx)
      data.count = (data.count ?? 0) + 1
      ctx.state['session'].changed = true
      return data.count
    },
    signIn: async (ctx) => {
      const session: FloorSession = ctx.state['session']
      session.data = { name: 'ada' }
      session.changed = true
    },
    signOut: async (ctx) => {
      load(ctx)
      const { id }: FloorSession = ctx.state['session']
      if (id !== undefined) store.delete(id)
      ctx.set('Set-Cookie', `__Host-sid=; Max-Age=0${attributes}`)
    },
  }

  return {
    listener: koaApp(actions, middleware).callback(),
    prime: async (data) => {
      const id = newId()
      store.set(id, JSON.stringify(data))
      return `__Host-sid=${id}`
    },
    close: async () => store.close(),
  }
}

function newId(): string {
  return randomBytes(32).toString('base64url')
}
