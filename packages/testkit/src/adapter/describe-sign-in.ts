import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'
import { tokenSetBy } from './session-cookie.ts'

/** Who is signed in, and that old and forged tokens harm nobody. */
export function describeSignIn(suite: AdapterSuite): void {
  suite.test(
    'R21 R24: a sign-in rotates the token; the old one is refused at once',
    async (app) => {
      const browser = app.browser()
      const before = tokenSetBy(await browser.get('/set?cart=full'))
      const thief = browser.copy()
      const after = tokenSetBy(await browser.get('/sign-in?user=ada'))

      expect(after).not.toBe(before)
      expect((await browser.get('/look')).json()).toEqual({ user: 'ada', data: {} })
      expect((await thief.get('/look')).json()).toEqual({ user: null, data: {} })
    },
    { needs: 'record' },
  )

  suite.test('R21: a sign-in keeps what it is asked to keep, and nothing else', async (app) => {
    app.on('/sign-in-with-cart', async (session) => {
      await session().authenticate('ada', { keep: ['cart'] })
      return text('welcome')
    })
    const browser = app.browser()
    await browser.get('/set?cart=full&coupon=stolen')
    await browser.get('/sign-in-with-cart')
    expect((await browser.get('/look')).json()).toEqual({ user: 'ada', data: { cart: 'full' } })
  })

  suite.test(
    'R22: a step-up rotates the token and keeps all data',
    async (app) => {
      const ada = await app.signedIn()
      await ada.get('/set?cart=full')
      const old = ada.copy()
      tokenSetBy(await ada.get('/sign-in?user=ada'))
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { cart: 'full' } })
      expect((await old.get('/look')).json()).toEqual({ user: null, data: {} })
    },
    { needs: 'record' },
  )

  suite.test('R21: another user gets nothing of the one before', async (app) => {
    const browser = await app.signedIn()
    await browser.get('/set?cart=full')
    await browser.get('/sign-in?user=grace')
    expect((await browser.get('/look')).json()).toEqual({ user: 'grace', data: {} })
  })

  suite.test(
    'R24: a late write under a replaced token is 409 and pushes out no cookie',
    async (app) => {
      const ada = await app.signedIn()
      const late = ada.copy()
      await ada.get('/sign-in?user=ada')
      const response = await late.get('/set?cart=late')
      expect(response.status).toBe(409)
      expect(response.setCookies).toEqual([])
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
    },
    { needs: 'record' },
  )

  suite.test('R44: forged and replaced tokens harm nothing', async (app) => {
    const ada = await app.signedIn()
    await ada.get('/set?cart=full')
    const old = ada.copy()
    await ada.get('/sign-in?user=ada')
    const [id] = (ada.cookie ?? '').split('.')
    const forged = { cookie: `${id}.${'C'.repeat(42)}A` }
    app.store.forget()

    for (const path of ['/look', '/sign-out', '/set?cart=forged', '/sign-in?user=mallory']) {
      await app.browser().get(path, { headers: forged })
      await old.get(path)
    }
    expect(app.store.count('delete')).toBe(0)
    expect(app.store.count('update')).toBe(0)
    expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { cart: 'full' } })
  })
}
