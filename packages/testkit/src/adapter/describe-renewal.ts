import { expect } from 'vitest'
import { minute, second } from '../backend/test-time.ts'
import type { AdapterSuite } from './adapter-suite.ts'
import { httpError } from './answers.ts'
import type { Browser } from './browser.ts'
import { tokenSetBy } from './session-cookie.ts'

const ada = { user: 'ada', data: {} }
const nobody = { user: null, data: {} }

async function look(browser: Browser): Promise<unknown> {
  return (await browser.get('/look')).json()
}

/** A session in use gets a new token every 15 minutes, and nobody is signed out by that. */
export function describeRenewal(suite: AdapterSuite): void {
  suite.test(
    'R25: a token in use is renewed on schedule, and the successor opens it',
    async (app) => {
      const browser = await app.signedIn()
      const before = browser.cookie
      app.time.advance(16 * minute)
      const response = await browser.get('/look')
      expect(response.json()).toEqual(ada)
      expect(tokenSetBy(response)).not.toBe(before)
      expect(response.header('cache-control')).toBe('no-store')
      expect(await look(browser)).toEqual(ada)
      expect((await browser.get('/look')).setCookies).toEqual([])
    },
    { needs: 'server' },
  )

  suite.test(
    'R26: requests at the same time give one successor',
    async (app) => {
      const browser = await app.signedIn()
      app.time.advance(16 * minute)
      const visits = Array.from({ length: 20 }, () => browser.copy().get('/look'))
      const responses = await Promise.all(visits)
      for (const response of responses) expect(response.json()).toEqual(ada)
      const tokens = new Set(responses.flatMap(({ setCookies }) => setCookies))
      expect(tokens.size).toBe(1)
      expect(app.store.count('update')).toBe(1)
    },
    { needs: 'server' },
  )

  suite.test(
    'R25: a response that was lost signs nobody out',
    async (app) => {
      const browser = await app.signedIn()
      app.time.advance(16 * minute)
      tokenSetBy(await browser.copy().get('/look'))
      app.time.advance(10 * minute)
      expect(await look(browser)).toEqual(ada)
    },
    { needs: 'server' },
  )

  suite.test(
    'R25 R27: a predecessor ends 30 seconds after its successor was seen',
    async (app) => {
      const browser = await app.signedIn()
      const tab = browser.copy()
      app.time.advance(16 * minute)
      await browser.get('/look')
      await browser.get('/look')
      app.time.advance(29 * second)
      expect(await look(tab)).toEqual(ada)
      app.time.advance(2 * second)
      expect(await look(tab)).toEqual(nobody)
    },
    { needs: 'server' },
  )

  suite.test(
    'R120 R127: neither a failure nor a prefetch renews',
    async (app) => {
      app.on('/fail', async (session) => {
        await session().load()
        return httpError(500)
      })
      const browser = await app.signedIn()
      app.time.advance(16 * minute)
      expect((await browser.get('/fail')).setCookies).toEqual([])
      const headers = { 'sec-purpose': 'prefetch' }
      expect((await browser.get('/look', { headers })).setCookies).toEqual([])
      expect((await browser.get('/look')).setCookies).toHaveLength(1)
    },
    { needs: 'server' },
  )

  suite.test(
    'a renewal that fails leaves the response and the token as they were',
    async (app) => {
      const browser = await app.signedIn()
      app.time.advance(16 * minute)
      app.store.break('update')
      const response = await browser.get('/look')
      expect(response.json()).toEqual(ada)
      expect(response.setCookies).toEqual([])
      app.store.mend()
      expect(await look(browser)).toEqual(ada)
    },
    { needs: 'server' },
  )
}
