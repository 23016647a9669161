'use server'

import { cookies } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { sessionAction } from '../session.ts'
import { count } from '../test-support/counts.ts'

export const signIn = sessionAction(async (session, form: FormData) => {
  await session.authenticate(String(form.get('user')), { keep: ['cart'] })
  redirect('/account')
})

export const signOut = sessionAction(async (session) => {
  await session.signOut()
  redirect('/')
})

export const addToCart = sessionAction(async (session, form: FormData) => {
  session.change('cart', (cart = []) => [...cart, String(form.get('item'))])
})

export const addTwo = sessionAction(async (session, form: FormData) => {
  session.set('note', 'two')
  await addToCart(form)
  await addToCart(form)
})

export const look = sessionAction(async (session) => {
  count('action look')
  return (await session.load()).userId
})

export const writeAndMiss = sessionAction(async (session) => {
  session.set('note', 'missed')
  notFound()
})

export const writeAndFail = sessionAction(async (session) => {
  session.set('note', 'failed')
  throw new Error('a bug in an action')
})

export const signInAndFail = sessionAction(async (session) => {
  await session.authenticate('ada')
  session.set('note', 'failed')
  throw new Error('a bug in an action')
})

export const setOther = sessionAction(async (session) => {
  session.set('note', 'beside')
  ;(await cookies()).set('other', 'one')
})

export const answer = sessionAction(
  async (session, previous: { readonly note: string; readonly times: number }, form: FormData) => {
    const note = String(form.get('note'))
    session.set('note', note)
    return { note, times: previous.times + 1 }
  },
)
