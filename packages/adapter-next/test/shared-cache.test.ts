import { startNginx } from '@sojourn/test-servers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StartedApp } from './fixture/started-app.ts'
import { today } from './fixture/variants.ts'
import { type Answer, textOf, Visitor } from './fixture/visitor.ts'

const minute = 60_000

let app: StartedApp
let nginx: Awaited<ReturnType<typeof startNginx>>

beforeAll(async () => {
  app = await StartedApp.start(today)
  nginx = await startNginx({ origin: app.origin })
}, 600_000)

afterAll(async () => {
  await nginx?.stop()
  await app?.stop()
})

/** Somebody who comes through the cache. */
function signedIn(user: string): Promise<Visitor> {
  return new Visitor(nginx.url).signIn(user)
}

function kept({ headers }: Answer): string | null {
  return headers.get('x-cache')
}

test('the cache keeps what is the same for everybody', async () => {
  const path = '/static?try=1'
  expect(kept(await new Visitor(nginx.url).get(path))).toBe('MISS')
  expect(kept(await new Visitor(nginx.url).get(path))).toBe('HIT')
})

// The second is one of whose pages the app says that they are public; the last is a route handler.
test.each(['/', '/public/who', '/pages/one', '/account', '/static', '/api/who'])(
  'R81: behind a shared cache, %s is never another user’s, nor is the cookie',
  async (path) => {
    const ada = await signedIn('ada')
    const bob = await signedIn('bob')
    // Renewals are due, so that each response brings a cookie.
    await app.advance(16 * minute)
    const cookies = new Set<string>()
    for (let round = 0; round < 3; round++) {
      for (const [user, visitor] of [
        ['ada', ada],
        ['bob', bob],
      ] as const) {
        const answer = await visitor.get(path)
        expect(kept(answer), `${user} ${round}`).not.toBe('HIT')
        if (path !== '/static') expect(answer.body).toContain(user)
        for (const line of answer.setCookies) {
          expect(cookies.has(line)).toBe(false)
          cookies.add(line)
        }
      }
    }
    expect(cookies.size).toBe(2)
    const nobody = await new Visitor(nginx.url).get(path)
    expect(nobody.setCookies).toEqual([])
    expect(nobody.body).not.toMatch(/>(?:ada|bob)</)
    expect(textOf(await ada.get('/'), 'user')).toBe('ada')
  },
)
