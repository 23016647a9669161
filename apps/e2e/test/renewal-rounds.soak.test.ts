import { describe, it } from 'vitest'
import { renewalRounds } from './renewal-rounds.ts'
import { storeOf, targets } from './targets.ts'

describe.each(targets)('a thousand rounds on $kind', ({ make }) => {
  const address = storeOf(make)

  it('R25, R26 fifty requests at the renewal time: one successor, one cookie, nobody signed out', async () => {
    await renewalRounds(await address(), 1000)
  }, 280_000)
})
