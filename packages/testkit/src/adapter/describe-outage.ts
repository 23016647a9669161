import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'
import { canary } from './controlled-backend.ts'

/** A store that does not answer is never the same as a session that is not there. */
export function describeOutage(suite: AdapterSuite): void {
  suite.test(
    'R109: an unavailable read is 503 with Retry-After and an untouched cookie',
    async (app) => {
      const ada = await app.signedIn()
      app.store.break('read')
      const response = await ada.get('/look')
      expect(response.status).toBe(503)
      expect(response.header('retry-after')).toMatch(/^\d+$/)
      expect(response.setCookies).toEqual([])
      app.store.mend()
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
    },
  )

  suite.test(
    'R109: nobody is signed in or out, and nothing minted, while reads fail',
    async (app) => {
      const ada = await app.signedIn()
      app.store.break('read')
      for (const path of ['/set?a=1', '/set-unloaded?a=1', '/sign-in?user=eve', '/sign-out']) {
        const response = await ada.get(path)
        expect(response.status, path).toBe(503)
        expect(response.setCookies, path).toEqual([])
      }
      app.store.mend()
      expect(app.store.count('create') + app.store.count('delete')).toBe(0)
      // The breaker tries again after a second.
      app.time.advance(2000)
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
    },
  )

  suite.test('R118: a first save that fails is 503, without a cookie', async (app) => {
    app.store.break('create')
    const response = await app.browser().get('/set?a=1')
    expect(response.status).toBe(503)
    expect(response.header('retry-after')).toMatch(/^\d+$/)
    expect(response.setCookies).toEqual([])
    expect(response.body).not.toContain('set')
  })

  suite.test('R118: an update that fails is 503, never 200, and changes nothing', async (app) => {
    const ada = await app.signedIn()
    await ada.get('/set?a=1')
    app.store.break('update')
    for (const path of ['/set?a=2', '/set-unloaded?a=2']) {
      const response = await ada.get(path)
      expect(response.status, path).toBe(503)
      expect(response.setCookies, path).toEqual([])
    }
    app.store.mend()
    app.time.advance(2000)
    expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { a: '1' } })
  })

  suite.test('R118: a sign-in that fails is 503, without a cookie', async (app) => {
    app.store.break('create')
    const browser = app.browser()
    const response = await browser.get('/sign-in?user=ada')
    expect(response.status).toBe(503)
    expect(response.setCookies).toEqual([])
    app.store.mend()
    expect((await browser.get('/look')).json()).toEqual({ user: null, data: {} })
  })

  suite.test('R107: what went wrong in the store is not shown to clients', async (app) => {
    const ada = await app.signedIn()
    app.store.break('read', 'create')
    for (const response of [await ada.get('/look'), await app.browser().get('/set?a=1')]) {
      expect(response.status).toBe(503)
      expect(response.text).not.toContain(canary)
      expect(response.text).not.toContain('backend')
    }
  })

  suite.testLazy('R109: a route may go on as nobody, read-only', async (app) => {
    app.on('/tolerant', async (session, query) => {
      const loaded = await session().load({ unavailable: 'anonymous' })
      if (query.has('write')) loaded.set('a', 1)
      return text(JSON.stringify([loaded.userId, loaded.isEmpty]))
    })
    const ada = await app.signedIn()
    app.store.break('read')
    const read = await ada.get('/tolerant')
    expect([read.status, read.body]).toEqual([200, '[null,true]'])
    expect(read.setCookies).toEqual([])
    const written = await ada.get('/tolerant?write')
    expect(written.status).toBe(503)
    expect(written.setCookies).toEqual([])
    app.store.mend()
    expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
  })
}
