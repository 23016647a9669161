/** Something to take along. */
export interface Product {
  readonly id: string
  readonly name: string
  /** In cents. */
  readonly price: number
}

export const products: readonly Product[] = [
  { id: 'notebook', name: 'Field notebook', price: 900 },
  { id: 'mug', name: 'Enamel mug', price: 1400 },
  { id: 'map', name: 'Folding map', price: 1200 },
  { id: 'blanket', name: 'Wool blanket', price: 6800 },
]

export function findProduct(id: string): Product | undefined {
  return products.find((product) => product.id === id)
}

/** What a session stores: which product and how many, but no prices, which may change meanwhile. */
export interface CartLine {
  readonly product: string
  quantity: number
}

const mostOfOne = 99

/** Changes how many of a product are in the cart, in place. None left: the line goes. */
export function addToCart(cart: CartLine[], product: Product, by: number): void {
  const line = cart.find((each) => each.product === product.id)
  const quantity = Math.min((line?.quantity ?? 0) + by, mostOfOne)
  if (quantity < 1) removeFromCart(cart, product)
  else if (line) line.quantity = quantity
  else cart.push({ product: product.id, quantity })
}

/** Takes a product out of the cart, in place. */
export function removeFromCart(cart: CartLine[], product: Product): void {
  const index = cart.findIndex((line) => line.product === product.id)
  if (index >= 0) cart.splice(index, 1)
}

/** A line of the cart, with what it is of. */
export interface Line {
  readonly product: Product
  readonly quantity: number
}

/** What the cart holds of what the shop still has, its sum in cents, and what else there is. */
export function contentsOf(cart: readonly CartLine[]): {
  readonly lines: readonly Line[]
  readonly total: number
  readonly rest: readonly Product[]
} {
  const lines = cart.flatMap(({ product: id, quantity }) => {
    const product = findProduct(id)
    return product ? [{ product, quantity }] : []
  })
  const total = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
  const rest = products.filter((product) => !lines.some((line) => line.product === product))
  return { lines, total, rest }
}

const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' })

/** A price as people read it. */
export function money(cents: number): string {
  return euros.format(cents / 100)
}
