import { expect } from 'vitest'
import { day, hour, minute } from '../backend/test-time.ts'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'
import type { TestSettings } from './test-app.ts'

/** A renewal writes as well, and has tests of its own. */
const unrenewed: TestSettings = { lifetime: { renewal: false } }

/** What keeps a session alive: the user's own requests, thriftily. Idle 1 day, absolute 7 days. */
export function describeActivity(suite: AdapterSuite): void {
  suite.test(
    'R37: a session ends when it was idle for a day',
    async (app) => {
      const ada = await app.signedIn()
      app.time.advance(day)
      const response = await ada.get('/look')
      expect(response.json()).toEqual({ user: null, data: {} })
      expect(response.setCookies).toEqual([])
    },
    unrenewed,
  )

  suite.test(
    'R38: visits keep it alive, to its absolute end and no further',
    async (app) => {
      const ada = await app.signedIn()
      for (let hours = 20; hours < 7 * 24; hours += 20) {
        app.time.advance(20 * hour)
        const response = await ada.get('/look')
        expect(response.json(), `after ${hours} hours`).toEqual({ user: 'ada', data: {} })
        if (app.store.kind === 'server') expect(response.setCookies).toEqual([])
        await app.store.atRest()
      }
      app.time.advance(8 * hour)
      expect((await ada.get('/look')).json()).toEqual({ user: null, data: {} })
    },
    unrenewed,
  )

  suite.test(
    'a touch happens at most once per twentieth of the idle time',
    async (app) => {
      const ada = await app.signedIn()
      app.time.advance(2 * hour)
      for (let visit = 0; visit < 10; visit++) {
        await ada.get('/look')
        app.time.advance(minute)
      }
      expect(app.store.slides).toBe(1)
      app.time.advance(2 * hour)
      await ada.get('/look')
      expect(app.store.slides).toBe(2)
    },
    unrenewed,
  )

  for (const headers of [
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'next-router-prefetch': '1' },
  ]) {
    suite.test(
      `R127: ${JSON.stringify(headers)} keeps nothing alive`,
      async (app) => {
        const ada = await app.signedIn()
        app.time.advance(20 * hour)
        expect((await ada.get('/look', { headers })).json()).toEqual({ user: 'ada', data: {} })
        expect(app.store.slides).toBe(0)
        app.time.advance(5 * hour)
        expect((await ada.get('/look')).json()).toEqual({ user: null, data: {} })
      },
      unrenewed,
    )
  }

  suite.testLazy(
    'a poll with load({ touch: false }) keeps nothing alive',
    async (app) => {
      app.on('/poll', async (session) => {
        const { userId } = await session().load({ touch: false })
        return text(String(userId))
      })
      const ada = await app.signedIn()
      app.time.advance(20 * hour)
      expect((await ada.get('/poll')).body).toBe('ada')
      expect(app.store.calls).toEqual(['read'])
    },
    unrenewed,
  )

  suite.test(
    'a touch that fails changes nothing about the response',
    async (app) => {
      const ada = await app.signedIn()
      app.time.advance(2 * hour)
      app.store.break('touch')
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
    },
    unrenewed,
  )
}
