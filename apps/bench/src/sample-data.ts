/** What a session of the benchmark holds: a small shop's. */
export interface SampleData {
  name: string
  count: number
  email: string
  locale: string
  roles: string[]
  cart: CartLine[]
}

interface CartLine {
  sku: string
  title: string
  quantity: number
  price: number
}

/** Data whose JSON text has about `bytes` bytes: as many lines in the cart as fit. */
export function sampleData(bytes: number, name = 'visitor'): SampleData {
  const data: SampleData = {
    name,
    count: 0,
    email: `${name}@example.com`,
    locale: 'en-GB',
    roles: ['customer', 'reviewer'],
    cart: [],
  }
  do {
    const number = data.cart.length
    data.cart.push({
      sku: `SKU-${1000 + number}`,
      title: `Article ${number}`,
      quantity: 1 + (number % 3),
      price: 995 + 100 * number,
    })
  } while (JSON.stringify(data).length < bytes - 40)
  return data
}
