import { describe, it } from 'vitest'
import { revocationRounds } from './account-rounds.ts'
import { storeOf, targets } from './targets.ts'

describe.each(targets)('a thousand rounds on $kind', ({ make }) => {
  const address = storeOf(make)

  it('R41 ending all sessions of a user beside sign-ins and requests: none from before survives', async () => {
    await revocationRounds(await address(), 1000)
  }, 280_000)
})
