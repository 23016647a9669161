import Koa from 'koa'
import type { SessionActions } from '../contender.ts'
import { routesOf } from '../routes.ts'

/** A Koa application with the routes that every workload asks for. */
export function koaApp(
  actions: SessionActions<Koa.Context>,
  ...middleware: readonly Koa.Middleware[]
): Koa {
  const app = new Koa()
  // A session that was ended meanwhile is an answer like any other here.
  app.silent = true
  const routes = routesOf(actions)
  for (const each of middleware) app.use(each)
  app.use(async (ctx) => {
    const route = routes.get(ctx.path)
    if (route) ctx.body = await route(ctx, ctx.querystring)
  })
  return app
}
