import { describe, expect, it } from 'vitest'
import { storeOf, targets } from '../targets.ts'
import { cacheRounds, mostPromised } from './cache-rounds.ts'
import { histogram, mostStaleAnswers, report } from './lags.ts'

const telling = targets.filter(({ kind }) => kind === 'redis' || kind === 'postgres')

describe.each(telling)(
  'ten thousand rounds of two processes that cache, on $kind',
  ({ kind, make }) => {
    const address = storeOf(make)

    it('R53 a write, a sign-out, a sign-in in one; then reads in the other', async () => {
      const lags = await cacheRounds(await address(), 10_000)
      report(`${kind}, changes in one process, reads in another`, lags)
      const stale = lags.filter(({ staleAnswers }) => staleAnswers > 0)
      const times = stale.map(({ lasted }) => lasted)
      histogram(`${kind}, answers that were stale lasted`, times, 2)
      expect(Math.max(0, ...times)).toBeLessThan(5000)
      expect(mostStaleAnswers(lags)).toBeLessThanOrEqual(mostPromised(kind))
    })
  },
)
