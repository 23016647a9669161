import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { unknownToken } from './session-cookie.ts'

/** Several cookies of one name: a browser sends them in an order that means nothing. */
export function describeDuplicates(suite: AdapterSuite): void {
  suite.test('R86: of a live and a dead cookie the live one counts, in any order', async (app) => {
    const found: number[] = []
    app.sessions.on('duplicate', ({ live }) => found.push(live))
    const ada = await app.signedIn()
    const dead = `__Host-sid=${unknownToken()}`
    for (const cookie of [`${ada.cookie}; ${dead}`, `${dead}; ${ada.cookie}`]) {
      const response = await app.browser().get('/look', { headers: { cookie } })
      expect(response.json()).toEqual({ user: 'ada', data: {} })
      expect(response.setCookies).toEqual([])
    }
    expect(found).toEqual([1, 1])
  })

  suite.test('R86: two live cookies mean nobody, and nothing is destroyed', async (app) => {
    const found: number[] = []
    app.sessions.on('duplicate', ({ live }) => found.push(live))
    const ada = await app.signedIn('ada')
    const grace = await app.signedIn('grace')
    const headers = { cookie: `${ada.cookie}; ${grace.cookie}` }
    const response = await app.browser().get('/look', { headers })
    expect(response.json()).toEqual({ user: null, data: {} })
    expect(response.setCookies).toEqual([])
    await app.browser().get('/sign-out', { headers })
    expect(found).toEqual([2, 2])
    expect(app.store.count('delete')).toBe(0)
    expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
    expect((await grace.get('/look')).json()).toEqual({ user: 'grace', data: {} })
  })

  suite.test('R86: equal cookies are one', async (app) => {
    const found: number[] = []
    app.sessions.on('duplicate', ({ live }) => found.push(live))
    const ada = await app.signedIn()
    const headers = { cookie: `${ada.cookie}; ${ada.cookie}` }
    const response = await app.browser().get('/look', { headers })
    expect(response.json()).toEqual({ user: 'ada', data: {} })
    expect(app.store.calls).toEqual(['read'])
    expect(found).toEqual([])
  })

  suite.test('R86: at most four different cookies are looked at', async (app) => {
    const cookies = Array.from({ length: 12 }, (_, seed) => `__Host-sid=${unknownToken(seed)}`)
    const headers = { cookie: cookies.join('; ') }
    const response = await app.browser().get('/look', { headers })
    expect(response.json()).toEqual({ user: null, data: {} })
    expect(app.store.count('read')).toBe(4)
  })

  suite.test('R87: several Cookie lines are one header', async (app, context) => {
    if (app.isHttp2) context.skip('lines are written by hand over HTTP/1.1')
    const ada = await app.signedIn()
    const client = app.raw()
    client.send('/look', ['Cookie: one=1', `cookie: ${ada.cookie}`, 'COOKIE: two=2'])
    expect(await client.all()).toContain('"user":"ada"')
  })
}
