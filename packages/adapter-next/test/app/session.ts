import { nextSessions } from '@sojourn/adapter-next'
import { createSessions } from '@sojourn/core'
import { backend } from './test-support/backend.ts'
import { now } from './test-support/clock.ts'
import { count } from './test-support/counts.ts'

export interface Shop {
  cart: string[]
  note: string
}

export const sessions = createSessions<Shop>({
  backend,
  // What a request costs is counted at the store.
  cache: false,
  clock: now,
  // A busy machine is not a store that is down.
  deadline: 1500,
})

export const { getSession, withSession, sessionAction, sessionProxy, requireUser } =
  nextSessions(sessions)

count('session module')
