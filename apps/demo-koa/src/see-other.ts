import type { Context } from 'koa'

/** To the page, by GET: reloading it sends no form again. */
export function seeOther(ctx: Context, path: string): void {
  ctx.status = 303
  ctx.redirect(path)
}
