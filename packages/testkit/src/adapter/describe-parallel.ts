import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { text } from './answers.ts'
import { Meeting } from './gate.ts'
import { setTogether } from './routes.ts'

/** Requests of one session at the same time lose nothing. */
export function describeParallel(suite: AdapterSuite): void {
  suite.test(
    'R33: two requests that loaded together keep both their keys',
    async (app) => {
      app.on('/meet', setTogether(2))
      const ada = await app.signedIn()
      const both = await Promise.all([ada.copy().get('/meet?a=1'), ada.copy().get('/meet?b=2')])
      expect(both.map(({ status }) => status)).toEqual([200, 200])
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { a: '1', b: '2' } })
    },
    { needs: 'server' },
  )

  suite.test(
    'R33: fifty requests keep fifty keys, loaded or not',
    async (app) => {
      const ada = await app.signedIn()
      const keys = Array.from({ length: 50 }, (_, index) => `key${index}`)
      const responses = await Promise.all(
        keys.map((key, index) => ada.copy().get(`/set${index % 2 ? '-unloaded' : ''}?${key}=1`)),
      )
      expect(responses.map(({ status }) => status)).toEqual(keys.map(() => 200))
      const data = Object.fromEntries(keys.map((key) => [key, '1']))
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data })
    },
    { needs: 'server' },
  )

  suite.test(
    'R33: a change() counts exactly under 200 requests at once',
    async (app) => {
      const meeting = new Meeting(200)
      app.on('/count-together', async (session) => {
        const loaded = await session().load()
        await meeting.attend()
        loaded.change('count', (count) => (typeof count === 'number' ? count + 1 : 1))
        return text('counted')
      })
      const ada = await app.signedIn()
      const visits = Array.from({ length: 200 }, () => ada.copy().get('/count-together'))
      for (const { status } of await Promise.all(visits)) expect(status).toBe(200)
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { count: 200 } })
      // Gathered while one is in flight: a handful of writes, not a storm of conflicts.
      expect(app.store.count('update')).toBeLessThan(20)
    },
    { needs: 'server' },
  )

  suite.test(
    'R33: two that set the same key: one stands, and an event tells',
    async (app) => {
      app.on('/meet', setTogether(2))
      const conflicts: (readonly string[])[] = []
      app.sessions.on('conflict', ({ keys }) => conflicts.push(keys))
      const ada = await app.signedIn()
      await Promise.all([ada.copy().get('/meet?color=red'), ada.copy().get('/meet?color=blue')])
      expect(conflicts).toEqual([['color']])
      expect((await ada.get('/look')).body).toMatch(/"color":"(red|blue)"/)
    },
    { needs: 'server' },
  )

  suite.test('R121: a thousand users at once see nothing of each other', async (app) => {
    app.on('/who', async (session, query) => {
      const loaded = await session().load()
      const before = loaded.get('name', null)
      loaded.set('name', query.get('name'))
      await loaded.save()
      return text(JSON.stringify([before, loaded.get('name'), loaded.userId]))
    })
    const names = Array.from({ length: 1000 }, (_, index) => `user${index}`)
    const seen = await Promise.all(
      names.map(async (name) => {
        const browser = app.browser()
        const first = await browser.get(`/who?name=${name}`)
        const second = await browser.get(`/who?name=${name}`)
        return [first.json(), second.json()]
      }),
    )
    expect(seen).toEqual(
      names.map((name) => [
        [null, name, null],
        [name, name, null],
      ]),
    )
  })
}
