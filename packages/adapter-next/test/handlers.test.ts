import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StartedApp } from './fixture/started-app.ts'
import { before, today } from './fixture/variants.ts'
import type { Visitor } from './fixture/visitor.ts'

describe.each([today, before])('Next $major', (variant) => {
  let app: StartedApp

  beforeAll(async () => {
    app = await StartedApp.start(variant)
  }, 600_000)

  afterAll(() => app?.stop())

  async function who(visitor: Visitor): Promise<{ user: string | null; note?: string }> {
    return JSON.parse((await visitor.get('/api/who')).body)
  }

  const flows = [
    ['redirect', 307, '/account;v=1'],
    ['permanentRedirect', 308, '/account'],
    ['notFound', 404, null],
    ['forbidden', 403, null],
    ['unauthorized', 401, null],
    ['requireUser', 401, null],
    ['requireUserElse', 307, '/?signed=out'],
  ] as const

  test.each(flows)(
    'R126: %s in a route handler answers %i, and saves before',
    async (flow, status, location) => {
      const visitor = app.visitor()
      const answer = await visitor.get(`/api/flow?flow=${flow}`)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('location')).toBe(location)
      expect(answer.setCookies).toHaveLength(1)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(await who(visitor)).toEqual({ user: null, note: flow })
    },
  )

  test('a form that was sent to a route handler is not sent again to where it leads', async () => {
    const body = new FormData()
    const answer = await app.visitor().send('POST', '/api/flow?flow=redirect', { body })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account;v=1'])
  })

  test('requireUser gives a handler its user', async () => {
    const ada = await app.visitor().signIn()
    const answer = await ada.get('/api/flow?flow=requireUser')
    expect([answer.status, answer.body]).toEqual([200, 'went on'])
  })

  test('R86: two cookies with live sessions are nobody’s, as everywhere', async () => {
    const tokens: (string | undefined)[] = []
    for (const user of ['ada', 'bob']) {
      tokens.push((await app.visitor().signIn(user)).token)
    }
    const [one, two] = tokens
    const both = await app.visitor().get('/', { cookie: `__Host-sid=${one}; __Host-sid=${two}` })
    expect(both.body).toContain('id="user">nobody<')
    const first = await app.visitor().get('/', { cookie: `__Host-sid=${one}; __Host-sid=garbage` })
    expect(first.body).toContain('id="user">ada<')
  })
})
