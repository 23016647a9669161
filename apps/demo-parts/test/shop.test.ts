import { expect, test } from 'vitest'
import { addToCart, type CartLine, findProduct, removeFromCart } from '../src/index.ts'

const mug = findProduct('mug') ?? expect.fail('the shop has no mug')

test('one more, one less, and gone at none', () => {
  const cart: CartLine[] = []
  addToCart(cart, mug, 1)
  addToCart(cart, mug, 1)
  expect(cart).toEqual([{ product: 'mug', quantity: 2 }])
  addToCart(cart, mug, -1)
  addToCart(cart, mug, -1)
  addToCart(cart, mug, -1)
  expect(cart).toEqual([])
})

test('no more than 99 of one thing', () => {
  const cart: CartLine[] = [{ product: 'mug', quantity: 99 }]
  addToCart(cart, mug, 1)
  expect(cart).toEqual([{ product: 'mug', quantity: 99 }])
})

test('removing takes the whole line, and nothing when it is not there', () => {
  const cart: CartLine[] = [{ product: 'mug', quantity: 5 }]
  removeFromCart(cart, mug)
  removeFromCart(cart, mug)
  expect(cart).toEqual([])
})
