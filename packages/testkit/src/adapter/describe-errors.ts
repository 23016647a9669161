import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { httpError, text } from './answers.ts'
import type { OpenSession } from './routes.ts'
import { tokenSetBy } from './session-cookie.ts'

const ways = [
  ['returned', (status: number) => text('', { status })],
  ['thrown', (status: number) => httpError(status)],
] as const

/** What is saved, and which cookie goes out, when a request fails. */
export function describeErrors(suite: AdapterSuite): void {
  for (const [how, fail] of ways) {
    suite.test(`R120: a 500 that was ${how} saves nothing`, async (app) => {
      app.on('/fail', (session) => {
        session().set('a', 2)
        return fail(500)
      })
      const ada = await app.signedIn()
      await ada.get('/set?a=1')
      const response = await ada.get('/fail')
      expect(response.status).toBe(500)
      expect(response.setCookies).toEqual([])
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { a: '1' } })
    })

    suite.test(`a 4xx that was ${how} saves, and mints a session`, async (app) => {
      app.on('/fail', async (session) => {
        session().change('failures', (count) => (typeof count === 'number' ? count + 1 : 1))
        return fail(403)
      })
      const browser = app.browser()
      const first = await browser.get('/fail')
      expect(first.status).toBe(403)
      tokenSetBy(first)
      expect(first.header('cache-control')).toContain('no-store')
      await browser.get('/fail')
      expect((await browser.get('/look')).json()).toEqual({ user: null, data: { failures: 2 } })
    })

    suite.test(`R119: a sign-in has its cookie on a 4xx and a 5xx that was ${how}`, async (app) => {
      app.on('/sign-in-badly', async (session, query) => {
        await session().authenticate('ada')
        session().set('late', true)
        return fail(Number(query.get('status')))
      })
      for (const status of [403, 500]) {
        const browser = app.browser()
        const response = await browser.get(`/sign-in-badly?status=${status}`)
        expect(response.status).toBe(status)
        tokenSetBy(response)
        expect(response.header('cache-control')).toContain('no-store')
        const data = status < 500 ? { late: true } : {}
        expect((await browser.get('/look')).json()).toEqual({ user: 'ada', data })
      }
    })
  }

  suite.test('R120: an exception is a 500 that saves nothing and mints nothing', async (app) => {
    app.on('/bug', (session) => {
      session().set('a', 1)
      throw new Error('a bug in the app')
    })
    const response = await app.browser().get('/bug')
    expect(response.status).toBe(500)
    expect(response.setCookies).toEqual([])
    expect(app.store.calls).toEqual([])
  })

  suite.test(
    'R119: after a sign-in, a save that fails is 503 with the sign-in’s cookie',
    async (app) => {
      app.on('/sign-in-and-write', async (session) => {
        await session().authenticate('ada')
        app.store.break('update')
        session().set('a', 1)
        return text('welcome')
      })
      const browser = app.browser()
      const response = await browser.get('/sign-in-and-write')
      app.store.mend()
      expect(response.status).toBe(503)
      tokenSetBy(response)
      expect((await browser.get('/look')).json()).toEqual({ user: 'ada', data: {} })
    },
  )

  const wrong: readonly [string, (session: OpenSession) => Promise<void>][] = [
    ['a bigint', async (session) => session().set('secretKey', 10n)],
    ['a function', async (session) => session().set('secretKey', () => {})],
    ['NaN', async (session) => session().set('secretKey', Number.NaN)],
    ['a date', async (session) => session().set('secretKey', new Date(0))],
    ['text past the limit', async (session) => session().set('secretKey', 'secret'.repeat(9999))],
    [
      'a cycle made after the set',
      async (session) => {
        const list: unknown[] = []
        session().set('secretKey', list)
        const stored = (await session().load()).get('secretKey')
        if (Array.isArray(stored)) stored.push(stored)
      },
    ],
  ]
  for (const [what, write] of wrong) {
    suite.test(`R64 R107: ${what} is a 500 that stores nothing and shows nothing`, async (app) => {
      app.on('/wrong', async (session) => {
        await write(session)
        return text('written')
      })
      const response = await app.browser().get('/wrong')
      expect(response.status).toBe(500)
      expect(response.body).not.toContain('secret')
      expect(response.body).not.toContain('written')
      expect(response.setCookies).toEqual([])
      expect(app.store.count('create')).toBe(0)
    })
  }
}
