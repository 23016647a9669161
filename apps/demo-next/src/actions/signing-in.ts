'use server'
import { sessionAction } from '../session.ts'
import { personIn } from './form-fields.ts'
import { see } from './see.ts'

export const signIn = sessionAction(async (session, form: FormData) => {
  const person = personIn(form)
  // A new token, always. Of what the visitor did before, only the cart comes along.
  await session.authenticate(person.id, { keep: ['cart'] })
  see('/')
})

export const signOut = sessionAction(async (session) => {
  await session.signOut()
  see('/')
})
