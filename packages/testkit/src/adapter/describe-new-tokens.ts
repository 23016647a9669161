import { expect } from 'vitest'
import { day, hour, minute } from '../backend/test-time.ts'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'
import { setTogether, whileStreaming } from './routes.ts'
import { deletion, tokenSetBy } from './session-cookie.ts'
import type { TestApp } from './test-app.ts'

const nobody = { user: null, data: {} }

/** Sessions that their tokens hold: what is different, and what nobody can do. */
export function describeNewTokens(suite: AdapterSuite): void {
  suite.test(
    'R80: every write sends one new cookie, and a read none',
    async (app) => {
      const browser = app.browser()
      const first = tokenSetBy(await browser.get('/set?a=1'))
      const second = tokenSetBy(await browser.get('/set?a=2'))
      expect(second).not.toBe(first)
      expect((await browser.get('/look')).setCookies).toEqual([])
      expect((await browser.get('/set?a=2')).setCookies).toEqual([])
      expect((await browser.get('/look')).json()).toEqual({ user: null, data: { a: '2' } })
    },
    { needs: 'new tokens' },
  )

  suite.test(
    'R91: a cookie that is slid for ever ends at its first absolute end',
    async (app) => {
      const ada = await app.signedIn()
      for (let hours = 20; hours < 7 * 24; hours += 20) {
        app.time.advance(20 * hour)
        const response = await ada.get('/look')
        expect(response.json(), `after ${hours} hours`).toEqual({ user: 'ada', data: {} })
        // Nothing is left to slide to in the last day.
        if (hours < 6 * 24) tokenSetBy(response)
        expect(response.header('cache-control')).toContain(hours < 6 * 24 ? 'no-store' : '')
      }
      app.time.advance(8 * hour)
      expect((await ada.get('/look')).json()).toEqual(nobody)
    },
    { needs: 'new tokens' },
  )

  suite.test(
    'R28: data written after the first byte has no cookie to be in: the response is cut',
    async (app) => {
      app.on(
        '/stream',
        whileStreaming((loaded) => {
          loaded.set('seen', 'all')
        }),
      )
      const ada = await app.signedIn()
      await expect(ada.get('/stream')).rejects.toThrow()
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
    },
    { needs: 'new tokens' },
  )

  suite.test(
    'of two writes at the same time the cookie that arrives last stands',
    async (app) => {
      app.on('/meet', setTogether(2))
      const ada = await app.signedIn()
      const tabs = [ada.copy(), ada.copy()] as const
      const both = await Promise.all([tabs[0].get('/meet?a=1'), tabs[1].get('/meet?b=2')])
      for (const response of both) tokenSetBy(response)
      expect((await tabs[0].get('/look')).json()).toEqual({ user: 'ada', data: { a: '1' } })
      expect((await tabs[1].get('/look')).json()).toEqual({ user: 'ada', data: { b: '2' } })
    },
    { needs: 'new tokens' },
  )

  suite.test(
    'R103: a session that is too large is a 500, and nothing is sent or lost',
    async (app) => {
      app.on('/fill', async (session) => {
        const loaded = await session().load()
        // Of what does not compress: nothing here does, and no cookie holds as much.
        loaded.set('text', 'x'.repeat(15_000))
        return text('filled')
      })
      const ada = await app.signedIn()
      await ada.get('/set?a=1')
      const response = await ada.get('/fill')
      expect(response.status).toBe(500)
      expect(response.setCookies).toEqual([])
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { a: '1' } })
    },
    { needs: 'new tokens' },
  )

  suite.test(
    'R103: a session over several cookies is read and written whole, and goes as a whole',
    async (app, context) => {
      if (app.sessions.cookie.tokens.room < 8000)
        context.skip('about sessions over several cookies')
      app.on('/fill', async (session, query) => {
        const loaded = await session().load()
        loaded.set('text', 'x'.repeat(Number(query.get('length'))))
        return text('filled')
      })
      app.on('/length', async (session) => {
        const filled = (await session().load()).get('text')
        return text(typeof filled === 'string' ? String(filled.length) : 'none')
      })
      const names = ({ cookie = '' }: typeof ada): string[] =>
        cookie.split('; ').map((pair) => pair.split('=')[0] ?? '')
      const ada = await app.signedIn()
      const filled = await ada.get('/fill?length=4500')
      expect(filled.setCookies).toHaveLength(2)
      expect(filled.header('cache-control')).toBe('no-store')
      expect(names(ada)).toEqual(['__Host-sid', '__Host-sid.1'])
      expect((await ada.get('/length')).body).toBe('4500')
      // What is left over goes with the write that needs it no more.
      const shrunk = await ada.get('/fill?length=10')
      expect(shrunk.setCookies[1]).toBe(deletion.replace('__Host-sid', '__Host-sid.1'))
      expect(names(ada)).toEqual(['__Host-sid'])
      expect((await ada.get('/length')).body).toBe('10')
      await ada.get('/fill?length=4500')
      expect((await ada.get('/sign-out')).setCookies).toHaveLength(2)
      expect(ada.cookie).toBeUndefined()
    },
    { needs: 'new tokens' },
  )

  suite.test(
    'R92: a copy outlives the sign-out, until its sealed end and no further',
    async (app) => {
      const ada = await app.signedIn()
      const thief = ada.copy()
      expect((await ada.get('/sign-out')).setCookies).toHaveLength(1)
      expect((await ada.get('/look')).json()).toEqual(nobody)
      app.time.advance(day - minute)
      expect((await thief.copy().get('/look')).json()).toEqual({ user: 'ada', data: {} })
      app.time.advance(minute)
      expect((await thief.get('/look')).json()).toEqual(nobody)
    },
    { needs: 'no record' },
  )

  for (const [what, run] of refused) {
    suite.test(
      `R96: ${what} is refused by name`,
      async (app) => {
        const ada = await app.signedIn()
        let code: unknown
        app.on('/ask', async (session) => {
          const loaded = await session().load()
          try {
            await run(app, loaded)
          } catch (error) {
            code = error instanceof Error ? Reflect.get(error, 'code') : error
            throw error
          }
          return text('done')
        })
        const response = await ada.get('/ask')
        expect(code).toBe('UNSUPPORTED_OPERATION')
        expect(response.status).toBe(500)
        expect(response.setCookies).toEqual([])
        expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
      },
      { needs: 'no record' },
    )
  }
}

type Loaded = Awaited<ReturnType<ReturnType<TestApp['sessions']['open']>['load']>>

/** Everything that takes somebody who knows which sessions live. */
const refused: readonly (readonly [string, (app: TestApp, session: Loaded) => unknown])[] = [
  [
    'listForUser',
    async ({ sessions }) => sessions.listForUser('ada')[Symbol.asyncIterator]().next(),
  ],
  ['revoke', ({ sessions }, { id }) => sessions.revoke(String(id), { userId: 'ada' })],
  ['revokeForUser', ({ sessions }) => sessions.revokeForUser('ada')],
  ['revokeAll', ({ sessions }) => sessions.revokeAll()],
  ['revokeOthers', (_, session) => session.revokeOthers()],
  ['subscribe', ({ sessions }, { id }) => sessions.subscribe(String(id), () => {})],
  ['flash', (_, session) => session.flash('notice', 'saved')],
  ['takeFlash', (_, session) => session.takeFlash('notice')],
  ['destroy of another token', (_, session) => session.destroy(String(session.sessionKey))],
  ['connector.clearAllSessions', ({ sessions }) => sessions.connector.clearAllSessions()],
]
