import { findPerson, findProduct, type Person, type Product } from 'demo-parts'
import type { Context } from 'koa'

// What the forms may hold. Anything else is a 400, which repeats nothing of it.

export function personIn(ctx: Context): Person {
  return findPerson(field(ctx, 'person')) ?? ctx.throw(400, 'Nobody here has that name.')
}

export function productIn(ctx: Context): Product {
  return findProduct(field(ctx, 'product')) ?? ctx.throw(400, 'The shop has no such product.')
}

/** A device's public id. Whether there is such a one, and whose, is for `revoke` to say. */
export function deviceIn(ctx: Context): string {
  return field(ctx, 'device')
}

/** One more or one less. */
export function amountIn(ctx: Context): 1 | -1 {
  const by = field(ctx, 'by')
  if (by === '1') return 1
  if (by === '-1') return -1
  return ctx.throw(400, 'One at a time.')
}

/** The text in a field of the form, or `''`. */
export function field(ctx: Context, name: string): string {
  const { body } = ctx.request
  if (typeof body !== 'object' || body === null) return ''
  const value: unknown = Reflect.get(body, name)
  return typeof value === 'string' ? value : ''
}
