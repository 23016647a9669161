import { describe, expect, it } from 'vitest'
import { storeOf, targets } from '../targets.ts'
import { cacheRounds, mostPromised } from './cache-rounds.ts'
import { mostStaleAnswers } from './lags.ts'

const telling = targets.filter(({ kind }) => kind === 'redis' || kind === 'postgres')

/** A few rounds; `cache-rounds.soak.test.ts` has ten thousand, and prints how they went. */
describe.each(telling)('two processes that cache, on $kind', ({ kind, make }) => {
  const address = storeOf(make)

  it('R53 a sign-in in one is accepted by the other at once, and any change is seen within the bound', async () => {
    const lags = await cacheRounds(await address(), 200)
    const stale = lags.filter(({ staleAnswers }) => staleAnswers > 0)
    expect(Math.max(0, ...stale.map(({ lasted }) => lasted))).toBeLessThan(5000)
    expect(mostStaleAnswers(lags)).toBeLessThanOrEqual(mostPromised(kind))
  }, 120_000)
})
