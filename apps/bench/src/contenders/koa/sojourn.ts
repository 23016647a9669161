import type { Context } from 'koa'
import type { App, Contender, Site } from '../contender.ts'
import { type BenchSession, sojournActions } from '../sojourn/actions.ts'
import { type SojournStore, sojournStores } from '../sojourn/stores.ts'

declare module 'koa' {
  interface DefaultContext {
    benchSession: BenchSession
  }
}

/** Sojourn on Koa, with each store. */
export const koaSojourn: readonly Contender[] = Object.values(sojournStores).map((way) => ({
  id: `koa-sojourn-${way.id}`,
  title: way.title,
  framework: 'koa',
  layer: 'sojourn',
  store: way.store,
  packages: ['koa', '@sojourn/core', ...way.packages],
  start: (site) => start(way, site),
}))

async function start(way: SojournStore, site: Site): Promise<App> {
  const { openSessions } = await import('../sojourn/open-sessions.ts')
  const { koaSession } = await import('@sojourn/adapter-koa')
  const { koaApp } = await import('./app.ts')
  const { sessions, close } = await openSessions(way, site)
  const actions = sojournActions<Context>((ctx) => ctx.benchSession)
  const middleware = koaSession(sessions, { property: 'benchSession' })
  return { listener: koaApp(actions, middleware).callback(), close }
}
