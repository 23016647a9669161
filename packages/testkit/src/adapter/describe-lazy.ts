import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'

/** Sessions that nobody has loaded. */
export function describeLazy(suite: AdapterSuite): void {
  suite.testLazy('a read before the load is a 500 that says nothing to the client', async (app) => {
    app.on('/early', (session) => {
      const lazy: object = session()
      return text(String(Reflect.get(lazy, 'userId', lazy)))
    })
    const ada = await app.signedIn()
    const response = await ada.get('/early')
    expect(response.status).toBe(500)
    expect(response.body).not.toContain('load')
    expect(app.store.calls).toEqual([])
  })

  suite.test(
    'a write without a load costs a read and an update, and keeps the rest',
    async (app) => {
      const ada = await app.signedIn()
      await ada.get('/set?a=1')
      app.store.forget()
      await ada.get('/set-unloaded?b=2')
      expect(app.store.calls).toEqual(['read', 'update'])
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { a: '1', b: '2' } })
    },
    { needs: 'server' },
  )

  suite.test('a write without a load holds the response until it is stored', async (app) => {
    const ada = await app.signedIn()
    const gate = app.store.hold('update')
    const arrival = ada.get('/set-unloaded?a=1')
    await gate.reached
    expect(await app.isPending(arrival)).toBe(true)
    gate.open()
    expect((await arrival).status).toBe(200)
    expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { a: '1' } })
  })

  suite.testLazy(
    'a write without a load that nobody awaits cannot outlive a sign-out',
    async (app) => {
      const ada = await app.signedIn()
      const gate = app.store.hold('update')
      const late = ada.copy().get('/set-unloaded?a=1')
      await gate.reached
      await ada.get('/sign-out')
      gate.open()
      const response = await late
      expect(response.status).toBe(409)
      expect(response.setCookies).toEqual([])
      expect(app.store.count('create')).toBe(0)
    },
    { needs: 'server' },
  )

  suite.test('loading twice reads once', async (app) => {
    app.on('/twice', async (session) => {
      await Promise.all([session().load(), session().load()])
      const { userId } = await session().load()
      return text(String(userId))
    })
    const ada = await app.signedIn()
    expect((await ada.get('/twice')).body).toBe('ada')
    expect(app.store.calls).toEqual(['read'])
  })

  suite.test('a save that the handler did not await is waited for', async (app) => {
    app.on('/careless', (session) => {
      session().set('a', 1)
      void session().save()
      return text('saved')
    })
    const gate = app.store.hold('create')
    const browser = app.browser()
    const arrival = browser.get('/careless')
    await gate.reached
    expect(await app.isPending(arrival)).toBe(true)
    gate.open()
    expect((await arrival).setCookies).toHaveLength(1)
    expect((await browser.get('/look')).json()).toEqual({ user: null, data: { a: 1 } })
  })
}
