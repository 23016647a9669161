'use server'
import { outcomeOf } from 'demo-parts/session'
import { requireUser, sessionAction, sessions } from '../session.ts'
import { deviceIn } from './form-fields.ts'
import { see } from './see.ts'

// The buttons of "your devices". Each leaves a message for the page that follows.

export const signOutDevice = sessionAction(async (session, form: FormData) => {
  const { userId } = await requireUser({ redirectTo: '/' })
  // Ids are public, so the owner is named too: nobody ends the session of somebody else.
  const ended = await sessions.revoke(deviceIn(form), { userId })
  session.flash('devices', outcomeOf(ended ? 1 : 0))
  see('/#devices')
})

export const signOutOthers = sessionAction(async (session) => {
  await requireUser({ redirectTo: '/' })
  const ended = await session.revokeOthers()
  session.flash('devices', outcomeOf(ended))
  see('/#devices')
})
