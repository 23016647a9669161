import { describe, it } from 'vitest'
import { limitRounds } from './account-rounds.ts'
import { storeOf, targets } from './targets.ts'

describe.each(targets)('a thousand rounds on $kind', ({ make }) => {
  const address = storeOf(make)

  it('R43 sign-ins at once over the limit: never more than the limit live', async () => {
    await limitRounds(await address(), 1000)
  }, 280_000)
})
