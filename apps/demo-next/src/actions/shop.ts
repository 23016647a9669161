'use server'
import { addToCart, removeFromCart } from 'demo-parts'
import { sessionAction } from '../session.ts'
import { amountIn, productIn } from './form-fields.ts'
import { see } from './see.ts'

// A change is recorded, and made on the stored value when the action is done, before the response.
// If another request was first, the function runs again on the newer value.

export const countOneMore = sessionAction(async (session) => {
  session.change('count', (count = 0) => count + 1)
  see('/#counter')
})

export const add = sessionAction(async (session, form: FormData) => {
  const product = productIn(form)
  session.change('cart', (cart = []) => {
    addToCart(cart, product, 1)
    return cart
  })
  see('/#cart')
})

export const change = sessionAction(async (session, form: FormData) => {
  const product = productIn(form)
  const by = amountIn(form)
  session.change('cart', (cart = []) => {
    addToCart(cart, product, by)
    return cart
  })
  see('/#cart')
})

export const remove = sessionAction(async (session, form: FormData) => {
  const product = productIn(form)
  session.change('cart', (cart = []) => {
    removeFromCart(cart, product)
    return cart
  })
  see('/#cart')
})
