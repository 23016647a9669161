import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { httpError, text } from './answers.ts'
import { Gate } from './gate.ts'
import { deletion, tokenSetBy } from './session-cookie.ts'

/** What is gone stays gone. */
export function describeSignOut(suite: AdapterSuite): void {
  suite.test(
    'R40: a sign-out removes the record, and the token opens nothing',
    async (app) => {
      const ada = await app.signedIn()
      const thief = ada.copy()
      await ada.get('/sign-out')
      expect(app.store.calls).toEqual(['read', 'delete'])
      expect((await thief.get('/look')).json()).toEqual({ user: null, data: {} })
    },
    { needs: 'record' },
  )

  suite.test(
    'R31: a slow request that saves after a sign-out revives nothing',
    async (app) => {
      const gate = new Gate()
      app.on('/slow', async (session) => {
        const loaded = await session().load()
        await gate.pass()
        loaded.set('cart', 'late')
        return text('saved')
      })
      const ada = await app.signedIn()
      const tab = ada.copy()
      const slow = tab.get('/slow')
      await gate.reached
      await ada.get('/sign-out')
      gate.open()

      const response = await slow
      expect(response.status).toBe(409)
      expect(response.setCookies).toEqual([])
      expect(response.body).not.toContain('saved')
      expect((await tab.get('/look')).json()).toEqual({ user: null, data: {} })
      expect(app.store.count('create')).toBe(0)
    },
    { needs: 'record' },
  )

  suite.test(
    'a sign-out and a write in one request give a new session',
    async (app) => {
      app.on('/start-over', async (session) => {
        await session().signOut()
        session().set('hint', 'signed out')
        return text('')
      })
      const ada = await app.signedIn()
      const old = ada.copy()
      tokenSetBy(await ada.get('/start-over'))
      expect((await ada.get('/look')).json()).toEqual({ user: null, data: { hint: 'signed out' } })
      expect((await old.get('/look')).json()).toEqual({ user: null, data: {} })
    },
    { needs: 'record' },
  )

  for (const [how, fail] of [
    ['an HTTP error of status 500', () => httpError(500)],
    ['an answer of status 500', () => text('', { status: 500 })],
    [
      'a thrown error',
      () => {
        throw new Error('a bug in the app')
      },
    ],
  ] as const) {
    suite.test(
      `R120: a sign-out stands when the response is ${how}`,
      async (app) => {
        app.on('/sign-out-badly', async (session) => {
          await session().signOut()
          return fail()
        })
        const ada = await app.signedIn()
        const thief = ada.copy()
        const response = await ada.get('/sign-out-badly')
        expect(response.status).toBe(500)
        expect(response.setCookies).toEqual([deletion])
        expect((await thief.get('/look')).json()).toEqual({ user: null, data: {} })
      },
      { needs: 'record' },
    )
  }

  suite.test(
    'R45: after destroy() the session reads empty and refuses writes',
    async (app) => {
      app.on('/destroy', async (session) => {
        const loaded = await session().load()
        await loaded.destroy()
        if (!loaded.isEmpty || loaded.userId !== null) return text('not empty')
        loaded.set('a', 1)
        return text('written')
      })
      const ada = await app.signedIn()
      const response = await ada.get('/destroy')
      expect(response.status).toBe(500)
      expect(response.setCookies).toEqual([deletion])
      expect(app.store.calls).toEqual(['read', 'delete'])
    },
    { needs: 'record' },
  )

  suite.test(
    'R40: a sign-out that the store did not confirm fails, with the cookie left',
    async (app) => {
      const ada = await app.signedIn()
      app.store.break('delete')
      const response = await ada.get('/sign-out')
      expect(response.status).toBe(503)
      expect(response.setCookies).toEqual([])
      app.store.mend()
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
    },
    { needs: 'record' },
  )
}
