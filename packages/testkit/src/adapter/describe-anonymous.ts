import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'
import { tokenSetBy, unknownToken } from './session-cookie.ts'

/** Nothing is stored, and no cookie set, before there is something to keep. */
export function describeAnonymous(suite: AdapterSuite): void {
  suite.test('R20: anonymous reads make no record and no cookie', async (app) => {
    app.on('/read', async (session) => {
      const loaded = await session().load()
      const seen = [loaded.get('a'), loaded.has('b'), loaded.keys().length, loaded.size]
      return text(JSON.stringify([...seen, loaded.isEmpty, loaded.userId]))
    })
    for (let visit = 0; visit < 50; visit++) {
      const response = await app.browser().get('/read')
      expect(response.body).toBe('[null,false,0,0,true,null]')
      expect(response.setCookies).toEqual([])
    }
    expect(app.store.calls).toEqual([])
  })

  suite.test('R20: signing out a visitor who has no session makes none', async (app) => {
    const response = await app.browser().get('/sign-out')
    expect(response.status).toBe(200)
    expect(response.setCookies).toEqual([])
    expect(app.store.calls).toEqual([])
  })

  suite.test('R20: writes that leave nothing behind make no session', async (app) => {
    app.on('/undone', async (session) => {
      const loaded = await session().load()
      loaded.set('key', 'value')
      loaded.delete('key')
      return text('undone')
    })
    expect((await app.browser().get('/undone')).setCookies).toEqual([])
    expect(app.store.calls).toEqual([])
  })

  suite.testLazy('a request that does not touch its session costs nothing', async (app) => {
    const ada = await app.signedIn()
    const response = await ada.get('/untouched')
    expect(response.body).toBe('untouched')
    expect(app.store.calls).toEqual([])
    expect(response.setCookies).toEqual([])
    expect(app.varyOf(response)).toBeUndefined()
    expect(response.header('cache-control')).toBeUndefined()
  })

  suite.test('R12: an unknown token is never adopted, a write mints a fresh one', async (app) => {
    const browser = app.browser()
    const cookie = `__Host-sid=${unknownToken()}`
    const looked = await browser.get('/look', { headers: { cookie } })
    expect(looked.json()).toEqual({ user: null, data: {} })
    expect(looked.setCookies).toEqual([])
    expect(app.store.count('create')).toBe(0)

    const written = await browser.get('/set?a=1', { headers: { cookie } })
    expect(tokenSetBy(written).slice(0, 22)).not.toBe(unknownToken().slice(0, 22))
    expect((await browser.get('/look')).json()).toEqual({ user: null, data: { a: '1' } })
  })

  suite.test('R9: a token is accepted from its cookie and from nowhere else', async (app) => {
    const ada = await app.signedIn()
    const token = ada.cookie?.split('=')[1] ?? ''
    const headers = {
      authorization: `Bearer ${token}`,
      cookie: `sid=${token}`,
      '__host-sid': token,
      'x-session': token,
      'x-forwarded-cookie': `__Host-sid=${token}`,
      'set-cookie': `__Host-sid=${token}`,
    }
    const path = `/look?__Host-sid=${token}&sid=${token}&token=${token}`
    const response = await app.browser().get(path, { headers })
    expect(response.json()).toEqual({ user: null, data: {} })
    expect(app.store.calls).toEqual([])
  })
}
