import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppOnRedis } from './fixture/app-on-redis.ts'
import { before, today } from './fixture/variants.ts'
import { type Answer, textOf, type Visitor } from './fixture/visitor.ts'

const minute = 60_000

describe.each([today, before])('Next $major', (variant) => {
  let served: AppOnRedis

  beforeAll(async () => {
    served = await AppOnRedis.start(variant)
  }, 600_000)

  afterAll(() => served?.stop())

  function signedIn(user?: string): Promise<Visitor> {
    return served.app.visitor().signIn(user)
  }

  /** The commands at the store since the last look, without those of connections. */
  async function storeCommands(): Promise<Record<string, number>> {
    const counts = Object.entries(await served.commands.take())
    return Object.fromEntries(counts.filter(([name]) => !/^(hello|client|info|ping)/.test(name)))
  }

  function isUnshared(answer: Answer): boolean {
    return /(?:^|, )(?:private|no-store)/.test(answer.headers.get('cache-control') ?? '')
  }

  test('R123: a server component reads, once a request, and writes nothing to the store', async () => {
    const ada = await signedIn()
    await served.app.advance(10 * minute)
    await storeCommands()
    for (let visit = 0; visit < 10; visit++) {
      // As a prefetch, which no proxy sees: what is counted is the render alone.
      const answer = await ada.get('/', { purpose: 'prefetch' })
      expect(textOf(answer, 'user')).toBe('ada')
      expect(textOf(answer, 'same')).toBe('true')
      expect(answer.setCookies).toEqual([])
    }
    expect(await storeCommands()).toEqual({ get: 10 })
  })

  test('a visitor without a session costs the store nothing, and gets no cookie', async () => {
    await storeCommands()
    const answer = await served.app.visitor().get('/')
    expect(textOf(answer, 'user')).toBe('nobody')
    expect(answer.setCookies).toEqual([])
    expect(await storeCommands()).toEqual({})
  })

  test('R123: a write while rendering is refused with where to move it, and stores nothing', async () => {
    const ada = await signedIn()
    await storeCommands()
    const { body } = await ada.get('/write')
    const refusals = /<pre>(.*?)<\/pre>/s.exec(body)?.[1]?.split('\n') ?? []
    expect(refusals).toHaveLength(6)
    for (const refusal of refusals) {
      expect(refusal).toMatch(
        /^SESSION_READ_ONLY: session\.\w+\(\) .*server action \(sessionAction\)/,
      )
    }
    expect(await storeCommands()).toEqual({ get: 2 })
  })

  test('an action writes, redirects, and the next page sees it', async () => {
    const visitor = served.app.visitor()
    const added = await visitor.submit('/', 'add', { item: 'tea' })
    expect(added.status).toBe(200)
    expect(added.setCookies).toHaveLength(1)
    // The page in the same response.
    expect(textOf(added, 'cart')).toBe('tea')
    expect(textOf(await visitor.get('/'), 'cart')).toBe('tea')

    const signed = await visitor.submit('/', 'sign-in', { user: 'grace' })
    expect(signed.status).toBe(303)
    expect(signed.headers.get('location')).toBe('/account')
    expect(signed.headers.get('cache-control')).toContain('no-store')
    expect(signed.setCookies).toHaveLength(1)
    expect(signed.setCookies[0]).toMatch(
      /; Path=\/; .*Max-Age=\d+; Secure; HttpOnly; SameSite=lax$/,
    )
    expect(textOf(await visitor.get('/account'), 'user')).toBe('grace')
    expect(textOf(await visitor.get('/'), 'cart')).toBe('tea')

    const out = await visitor.submit('/', 'sign-out')
    expect(out.status).toBe(303)
    expect(visitor.token).toBeUndefined()
    expect((await visitor.get('/account')).headers.get('location')).toBe('/?signed=out')
  })

  test('an action that calls another works on one session, which is saved once', async () => {
    const visitor = served.app.visitor()
    const added = await visitor.submit('/', 'add-two', { item: 'milk' })
    expect(added.setCookies).toHaveLength(1)
    expect(textOf(added, 'cart')).toBe('milk,milk')
    expect(textOf(await visitor.get('/forms'), 'note')).toBe('two')
    expect(textOf(await visitor.get('/'), 'cart')).toBe('milk,milk')
  })

  test('R80: an action with nothing due sets no cookie', async () => {
    const ada = await signedIn()
    const written = await ada.submit('/forms', 'answering', { note: 'kept' })
    expect(written.setCookies).toEqual([])
    expect(textOf(written, 'answer')).toBe('kept 1')
    expect(textOf(written, 'note')).toBe('kept')
  })

  test('R126: an action that leaves by notFound() saves; one that fails does not', async () => {
    const ada = await signedIn()
    expect((await ada.submit('/forms', 'writeAndMiss')).status).toBe(404)
    expect(textOf(await ada.get('/forms'), 'note')).toBe('missed')
    expect((await ada.submit('/forms', 'writeAndFail')).status).toBe(500)
    expect(textOf(await ada.get('/forms'), 'note')).toBe('missed')
  })

  test('R119: a sign-in stands, with its cookie, where the action fails after it', async () => {
    const visitor = served.app.visitor()
    const failed = await visitor.submit('/forms', 'signInAndFail')
    expect(failed.status).toBe(500)
    expect(visitor.token).toBeDefined()
    const page = await visitor.get('/forms')
    expect([textOf(page, 'user'), textOf(page, 'note')]).toEqual(['ada', ''])
  })

  test('R77: an action’s own cookie stands beside the session’s', async () => {
    const visitor = served.app.visitor()
    const { setCookies } = await visitor.submit('/forms', 'setOther')
    expect(setCookies.map((line) => line.split('=')[0]).sort()).toEqual(['__Host-sid', 'other'])
  })

  test('R132: an action from another origin, from none, or from one that hides does not run', async () => {
    const ada = await signedIn()
    for (const headers of [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: served.app.origin, 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ]) {
      const refused = await ada.submit('/forms', 'answering', { note: 'forged' }, headers)
      expect(refused.status, JSON.stringify(headers)).toBe(500)
      expect(refused.setCookies).toEqual([])
    }
    expect(textOf(await ada.get('/forms'), 'note')).toBe('')
  })

  test('requireUser sends away, answers 401, or lets in', async () => {
    const nobody = served.app.visitor()
    const sent = await nobody.get('/account')
    expect([sent.status, sent.headers.get('location')]).toEqual([307, '/?signed=out'])
    expect((await nobody.get('/members')).status).toBe(401)
    const ada = await signedIn()
    for (const path of ['/account', '/members'])
      expect(textOf(await ada.get(path), 'user')).toBe('ada')
  })

  test('R125: in a function whose result is kept, a session is an error that says so', async () => {
    const ada = await signedIn()
    const { body } = await ada.get('/cached')
    const [asked, captured, handedIn] = /<pre>(.*?)<\/pre>/s.exec(body)?.[1]?.split('\n') ?? []
    expect(asked).toMatch(
      /^asked: CONFIGURATION getSession\(\) was used inside of .*unstable_cache/,
    )
    expect(captured).toMatch(
      /^captured: CONFIGURATION A session was used inside of .*unstable_cache/,
    )
    expect(handedIn).toBe('handedIn: ada')
    // Nothing of hers was kept.
    const eve = await signedIn('eve')
    expect((await eve.get('/cached')).body).toContain('handedIn: eve')

    expect((await ada.get('/use-cache')).status).toBe(500)
    expect(served.app.log).toMatch(/use cache/)
  })

  test('R125: a page that is made once for everybody cannot ask for a session', async () => {
    const { body } = await (await signedIn('ursula')).get('/kept')
    expect(body).toContain('CONFIGURATION: getSession() was called in a page or handler with')
    expect(body).not.toContain('ursula')
  })

  test('R81: a page that looked at the session is nobody else’s, whatever the app says', async () => {
    const ada = await signedIn()
    const answer = await ada.get('/public/who')
    expect(textOf(answer, 'user')).toBe('ada')
    expect(isUnshared(answer), answer.headers.get('cache-control') ?? '').toBe(true)
    expect(isUnshared(await ada.get('/'))).toBe(true)
  })
})
