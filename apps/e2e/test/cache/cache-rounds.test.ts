import { describe, expect, it } from 'vitest'
import { storeOf, targets } from '../targets.ts'
import { cacheRounds } from './cache-rounds.ts'

const telling = targets.filter(({ kind }) => kind === 'redis' || kind === 'postgres')

/** A few rounds; `cache-rounds.soak.test.ts` has ten thousand, and prints how they went. */
describe.each(telling)('two processes that cache, on $kind', ({ kind, make }) => {
  const address = storeOf(make)

  it('R53 a sign-in in one is accepted by the other at once, and any change is seen within the bound', async () => {
    const lags = await cacheRounds(await address(), 200)
    // How fast the message is depends on what else the machine does; that it comes does not.
    const stale = lags.filter(({ staleAnswers }) => staleAnswers > 0)
    if (kind === 'redis') expect(stale.length).toBeLessThan(lags.length / 4)
    expect(Math.max(0, ...stale.map(({ lasted }) => lasted))).toBeLessThan(5000)
  }, 120_000)
})
