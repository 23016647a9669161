'use server'
import { redirect } from 'next/navigation'
import { sessionAction } from '../session.ts'
export const signIn = sessionAction(async (session) => {
  await session.authenticate('ada')
  redirect('/')
})
