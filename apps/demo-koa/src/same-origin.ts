import { originGuard } from '@sojourn/core'
import type { Middleware } from 'koa'

// Behind a proxy that changes `Host`: originGuard({ origins: ['https://shop.example'] }).
const mayPass = originGuard()

/** Refuses forms that another site sent: a browser says where a form was sent from. */
export const sameOriginOnly: Middleware = async (ctx, next) => {
  if (!mayPass({ method: ctx.method, header: (name) => ctx.get(name) })) {
    ctx.throw(403, 'This form was sent from another site.')
  }
  await next()
}
