import Koa from 'koa'
import type { SessionActions } from '../contender.ts'

/** A Koa application with the routes that every workload asks for. */
export function koaApp(
  actions: SessionActions<Koa.Context>,
  ...middleware: readonly Koa.Middleware[]
): Koa {
  const app = new Koa()
  for (const each of middleware) app.use(each)
  app.use(async (ctx) => {
    switch (ctx.path) {
      case '/untouched':
        ctx.body = 'untouched'
        return
      case '/read':
        ctx.body = await actions.read(ctx)
        return
      case '/count':
        ctx.body = String(await actions.count(ctx))
        return
      case '/sign-in':
        await actions.signIn(ctx)
        ctx.body = 'signed in'
        return
      case '/sign-out':
        await actions.signOut(ctx)
        ctx.body = 'signed out'
        return
    }
  })
  return app
}
