import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'
import { deletion, tokenSetBy } from './session-cookie.ts'

/** The cookie's bytes, and when it is sent. */
export function describeCookie(suite: AdapterSuite): void {
  suite.test('R72 R79: the first write sends one cookie with exact attributes', async (app) => {
    const response = await app.browser().get('/set?a=1')
    const token = tokenSetBy(response)
    expect(response.setCookies).toEqual([
      `__Host-sid=${token}; Max-Age=604800; Path=/; Secure; HttpOnly; SameSite=Lax`,
    ])
    expect(app.store.calls).toEqual(['create'])
  })

  suite.test('R74: Secure stays, whatever a proxy says', async (app) => {
    const headers = { 'x-forwarded-proto': 'http', forwarded: 'proto=http' }
    const response = await app.browser().get('/set?a=1', { headers })
    expect(response.setCookies[0]).toContain('; Secure;')
  })

  suite.test(
    'R80: later writes and reads send no cookie',
    async (app) => {
      const browser = app.browser()
      await browser.get('/set?a=1')
      expect((await browser.get('/set?a=2')).setCookies).toEqual([])
      expect((await browser.get('/look')).setCookies).toEqual([])
      expect((await browser.get('/look')).json()).toEqual({ user: null, data: { a: '2' } })
    },
    { needs: 'server' },
  )

  suite.test('R77: one Set-Cookie for any number of commits, with the last token', async (app) => {
    app.on('/busy', async (session) => {
      const loaded = await session().load()
      loaded.set('a', 1)
      await loaded.save()
      await loaded.cycleKey()
      await loaded.authenticate('ada', { keep: ['a'] })
      loaded.assignNewSessionKey()
      return text('busy')
    })
    const browser = app.browser()
    const response = await browser.get('/busy')
    expect(response.setCookies).toHaveLength(1)
    expect((await browser.get('/look')).json()).toEqual({ user: 'ada', data: { a: 1 } })
  })

  suite.test('R77: the app’s own cookies stay, in their order', async (app) => {
    app.on('/cookies', (session) => {
      session().set('a', 1)
      return text('', { headers: { 'Set-Cookie': ['one=1; Path=/', 'two=2; Path=/'] } })
    })
    const { setCookies } = await app.browser().get('/cookies')
    expect(setCookies.map((line) => line.split('=')[0])).toEqual(['one', 'two', '__Host-sid'])
  })

  suite.test('a session that ends with the browser has no Max-Age', async (app) => {
    app.on('/brief', async (session) => {
      session().set('a', 1)
      session().setExpiry(0)
      return text('')
    })
    const response = await app.browser().get('/brief')
    const token = tokenSetBy(response)
    expect(response.setCookies).toEqual([
      `__Host-sid=${token}; Path=/; Secure; HttpOnly; SameSite=Lax`,
    ])
  })

  suite.test('R78: a sign-out deletes the cookie with its exact attributes', async (app) => {
    const ada = await app.signedIn()
    const response = await ada.get('/sign-out')
    expect(response.setCookies).toEqual([deletion])
    expect(ada.cookie).toBeUndefined()
  })

  const attributes =
    'Domain=example.com; Path=/shop; Secure; HttpOnly; SameSite=None; Priority=High; Partitioned'
  suite.test(
    'R78: a deletion repeats every attribute there can be',
    async (app) => {
      const browser = app.browser()
      const set = await browser.get('/set?a=1')
      expect(set.setCookies).toHaveLength(1)
      expect(set.setCookies[0]).toMatch(new RegExp(`; Max-Age=604800; ${attributes}$`))
      expect((await browser.get('/sign-out')).setCookies).toEqual([
        `__Secure-shop=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; ${attributes}`,
      ])
    },
    {
      cookie: {
        name: '__Secure-shop',
        domain: 'example.com',
        path: '/shop',
        sameSite: 'none',
        priority: 'high',
        partitioned: true,
      },
    },
  )
}
