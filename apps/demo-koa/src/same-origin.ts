import type { Context, Middleware } from 'koa'

/**
 * Protects the forms against CSRF: a browser says where a form was sent from, and other places are
 * refused. `Sec-Fetch-Site` decides where it is sent (every current browser does, on https and on
 * localhost), else `Origin`. A request with neither comes from no browser, and so carries no cookie
 * that somebody else could make use of.
 */
export const sameOriginOnly: Middleware = async (ctx, next) => {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD' && isCrossOrigin(ctx)) {
    ctx.throw(403, 'This form was sent from another site.')
  }
  await next()
}

function isCrossOrigin(ctx: Context): boolean {
  const site = ctx.get('Sec-Fetch-Site')
  if (site !== '') return site !== 'same-origin' && site !== 'none'
  const origin = ctx.get('Origin')
  return origin !== '' && URL.parse(origin)?.host !== ctx.host
}
