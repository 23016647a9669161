import { findPerson, findProduct, type Person, type Product } from 'demo-parts'
import { notFound } from 'next/navigation'

// What the forms may hold. Anything else is a 404, which repeats nothing of it.

export function personIn(form: FormData): Person {
  return findPerson(textIn(form, 'person')) ?? notFound()
}

export function productIn(form: FormData): Product {
  return findProduct(textIn(form, 'product')) ?? notFound()
}

/** A device's public id. Whether there is such a one, and whose, is for `revoke` to say. */
export function deviceIn(form: FormData): string {
  return textIn(form, 'device')
}

/** One more or one less. */
export function amountIn(form: FormData): 1 | -1 {
  const by = textIn(form, 'by')
  if (by === '1') return 1
  return by === '-1' ? -1 : notFound()
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
