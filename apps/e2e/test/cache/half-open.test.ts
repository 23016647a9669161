import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openBackend } from '../../src/backends.ts'
import { storeOf, targets } from '../targets.ts'
import { halfOpenable } from './half-open.ts'
import { histogram } from './lags.ts'
import { cachingPair } from './pair.ts'

const telling = targets.filter(({ kind }) => kind === 'redis' || kind === 'postgres')
const maxStaleness = 2000

describe.each(telling)('a connection for changes that is frozen, on $kind', ({ kind, make }) => {
  const address = storeOf(make)

  it('R53, R54 no answer older than the bound, then none from the cache, then all by itself as before', async () => {
    const other = await openBackend(await address())
    const disturbed = await halfOpenable(await address())
    const pair = await cachingPair([other.backend, disturbed.backend], maxStaleness / 1000)
    onTestFinished(async () => {
      await pair.close()
      await disturbed.close()
      await other.close()
    })
    const token = await pair.stored()
    const cache = pair.b.connector.cache
    const events: string[] = []
    pair.b.on('cache', ({ state }) => events.push(state))
    /** When each value was confirmed, and how old each answer was: since when it was no longer true. */
    const confirmed = [performance.now()]
    const ages: number[] = []
    const observe = async (): Promise<void> => {
      const began = performance.now()
      const count = (await pair.read(token)) ?? -1
      const replaced = confirmed[count + 1]
      ages.push(replaced === undefined ? 0 : Math.max(0, began - replaced))
    }
    const watchFor = async (isOver: () => boolean): Promise<void> => {
      const giveUpAt = performance.now() + 40_000
      while (!isOver()) {
        expect(performance.now()).toBeLessThan(giveUpAt)
        if (performance.now() - (confirmed.at(-1) ?? 0) > 300) {
          await pair.write(token, confirmed.length)
          confirmed.push(performance.now())
        }
        await observe()
        await delay(20)
      }
    }

    await watchFor(() => ages.length >= 10)
    disturbed.proxy.freeze('answer')
    await watchFor(() => cache?.active === false)
    const before = cache?.hits
    for (let i = 0; i < 10; i++) await observe()
    expect(cache?.entries, 'dropped').toBe(0)
    expect(cache?.hits, 'bypassed').toBe(before)
    expect(ages.slice(-10), 'and so never stale').toEqual(Array(10).fill(0))

    disturbed.proxy.thaw()
    await watchFor(() => cache?.active === true)
    const hitsOfOne = async (): Promise<number> => {
      const hits = cache?.hits ?? 0
      await observe()
      return (cache?.hits ?? 0) - hits
    }
    await expect.poll(hitsOfOne, { timeout: 20_000, interval: 20 }).toBe(1)
    expect(events).toEqual(expect.arrayContaining(['bypassed', 'on']))
    // What the machine takes for the question itself is no age of the answer: it was asked before.
    expect(Math.max(...ages)).toBeLessThan(maxStaleness)
    histogram(`${kind}, how old answers were while the connection was frozen`, ages, 100)
  }, 120_000)
})
