import { describe, it } from 'vitest'
import { limitRounds, revocationRounds } from './account-rounds.ts'
import { renewalRounds } from './renewal-rounds.ts'
import { storeOf, targets } from './targets.ts'

/** A few rounds of each; `*-rounds.soak.test.ts` has a thousand. */
describe.each(targets)('on $kind', ({ make }) => {
  const address = storeOf(make)

  it('R25, R26 fifty requests at the renewal time: one successor, one cookie, nobody signed out', async () => {
    await renewalRounds(await address(), 10)
  }, 60_000)

  it('R43 sign-ins at once over the limit: never more than the limit live', async () => {
    await limitRounds(await address(), 10)
  }, 60_000)

  it('R41 ending all sessions of a user beside sign-ins and requests: none from before survives', async () => {
    await revocationRounds(await address(), 10)
  }, 60_000)
})
