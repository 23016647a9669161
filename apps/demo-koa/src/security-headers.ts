import type { Middleware } from 'koa'

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page has no script, so none may run. */
export const securityHeaders: Middleware = async (ctx, next) => {
  ctx.set('Content-Security-Policy', policy)
  ctx.set('X-Content-Type-Options', 'nosniff')
  // Forms keep their `Origin`, which `no-referrer` would take away.
  ctx.set('Referrer-Policy', 'same-origin')
  await next()
}
