import { expect } from 'vitest'
import type { AnswerHeaders } from './adapter-server.ts'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'
import type { Handler } from './routes.ts'

const looks: Handler = async (session) => {
  const { userId } = await session().load()
  return text(`hello ${userId}`)
}

/** The given route, with headers of the app. */
function withHeaders(handler: Handler, headers: AnswerHeaders): Handler {
  return async (...args) => {
    const answer = await handler(...args)
    return answer.kind === 'text' ? { ...answer, headers } : answer
  }
}

/** No cache may hand one visitor's response to another. */
export function describeCaching(suite: AdapterSuite): void {
  suite.test('R81: a response that looked at the session is private and varies', async (app) => {
    app.on('/page', looks)
    for (const browser of [await app.signedIn(), app.browser()]) {
      const response = await browser.get('/page')
      expect(app.varyOf(response)).toBe('Cookie')
      expect(response.header('cache-control')).toBe('private')
    }
  })

  suite.test('R81: a response with the cookie, or without it, is not stored', async (app) => {
    const browser = app.browser()
    for (const path of ['/set?a=1', '/sign-in?user=ada', '/sign-out']) {
      const response = await browser.get(path)
      expect(response.setCookies).toHaveLength(1)
      expect(response.header('cache-control'), path).toBe('no-store')
    }
  })

  suite.test('R81: a load alone is no look', async (app) => {
    const response = await (await app.signedIn()).get('/load')
    expect(app.varyOf(response)).toBeUndefined()
    expect(response.header('cache-control')).toBeUndefined()
  })

  const cases: readonly (readonly [given: AnswerHeaders, expected: Record<string, string>])[] = [
    [{ 'Cache-Control': 'public, max-age=600' }, { 'cache-control': 'private, max-age=600' }],
    [{ 'Cache-Control': 's-maxage=60, no-cache' }, { 'cache-control': 'private, no-cache' }],
    [{ 'CDN-Cache-Control': 'max-age=600' }, { 'cdn-cache-control': 'no-store' }],
    [{ Vary: 'Accept-Encoding' }, { vary: 'Accept-Encoding, Cookie' }],
    [{ 'Cache-Control': 'no-store' }, { 'cache-control': 'no-store' }],
    [{ Vary: '*' }, { vary: '*' }],
    [{ Vary: 'cookie' }, { vary: 'cookie' }],
  ]
  for (const [given, expected] of cases) {
    suite.test(
      `R81: ${JSON.stringify(given)} of the app cannot share what was looked at`,
      async (app) => {
        app.on('/page', withHeaders(looks, given))
        const response = await (await app.signedIn()).get('/page')
        expect(response.status).toBe(200)
        for (const [name, value] of Object.entries(expected)) {
          const seen = name === 'vary' ? app.varyOf(response) : response.header(name)
          expect(seen, name).toBe(value)
        }
      },
    )
  }

  suite.test('R81: "public" beside the cookie is overridden, with an event', async (app) => {
    const reasons: string[] = []
    app.sessions.on('rejected', ({ reason }) => reasons.push(reason))
    const headers = { 'Cache-Control': 'public, s-maxage=600' }
    app.on(
      '/page',
      withHeaders((session) => {
        session().set('a', 1)
        return text('page')
      }, headers),
    )
    const response = await app.browser().get('/page')
    expect(response.status).toBe(200)
    expect(response.setCookies).toHaveLength(1)
    expect(response.header('cache-control')).toBe('no-store')
    expect(reasons).toEqual(['cache-headers'])
  })

  suite.testLazy('R81: the headers of an untouched request are the app’s own', async (app) => {
    const headers = { 'Cache-Control': 'public, max-age=600', Vary: 'Accept-Encoding' }
    app.on('/asset', () => text('asset', { headers }))
    const response = await (await app.signedIn()).get('/asset')
    expect(response.header('cache-control')).toBe('public, max-age=600')
    expect(app.varyOf(response)).toBe('Accept-Encoding')
  })
}
