import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppOnRedis } from './fixture/app-on-redis.ts'
import { before, today } from './fixture/variants.ts'
import { textOf, type Visitor } from './fixture/visitor.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

describe.each([today, before])('Next $major', (variant) => {
  let served: AppOnRedis

  beforeAll(async () => {
    served = await AppOnRedis.start(variant)
  }, 600_000)

  afterAll(() => served?.stop())

  function signedIn(user?: string): Promise<Visitor> {
    return served.app.visitor().signIn(user)
  }

  /** How often a script, which is what writes, was asked for at the store since the last look. */
  async function writes(): Promise<number> {
    return (await served.commands.take())['evalsha'] ?? 0
  }

  /** The session's cookie in the header that a page was rendered with. */
  function tokensSeenBy(page: string): string[] {
    return [...page.matchAll(/__Host-sid=([\w.-]+)/g)].map(([, token = '']) => token)
  }

  test('R124: a renewal in the proxy is what the same render reads, and is never made twice', async () => {
    const ada = await signedIn()
    const earlier = ada.token
    await served.app.advance(16 * minute)
    await writes()
    const page = await ada.get('/')
    expect(page.setCookies).toHaveLength(1)
    expect(page.setCookies[0]).toMatch(
      /^__Host-sid=[\w.-]{66}; Max-Age=\d+; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    )
    expect(page.headers.get('cache-control')).toContain('no-store')
    expect(ada.token).not.toBe(earlier)
    expect(textOf(page, 'user')).toBe('ada')
    expect(tokensSeenBy(textOf(page, 'cookie'))).toEqual([ada.token])
    expect(await writes()).toBe(1)

    // The successor comes into force with the next request, and that is all.
    expect((await ada.get('/')).setCookies).toEqual([])
    expect((await ada.get('/')).setCookies).toEqual([])
  })

  test('R124: the forwarded successor does not count as presented: a lost response signs nobody out', async () => {
    const ada = await signedIn()
    await served.app.advance(16 * minute)
    // A route handler commits, so that it would promote what a client presents.
    const lost = ada.copy()
    const answer = await lost.get('/api/who')
    expect(answer.setCookies).toHaveLength(1)
    expect(JSON.parse(answer.body)).toMatchObject({ user: 'ada' })

    // Had the forwarded cookie counted, this one would now be a stolen one.
    await served.app.advance(5 * minute)
    expect(JSON.parse((await ada.get('/api/who')).body)).toMatchObject({ user: 'ada' })
    expect(ada.token).toBeDefined()
  })

  test('R24 R124: a sign-in in the proxy is seen by the same render', async () => {
    const visitor = served.app.visitor()
    const page = await visitor.get('/?proxy-user=grace')
    expect(textOf(page, 'user')).toBe('grace')
    expect(page.setCookies).toHaveLength(1)
    expect(tokensSeenBy(textOf(page, 'cookie'))).toEqual([visitor.token])
  })

  test('R26: twenty requests at the deadline give one successor', async () => {
    const ada = await signedIn()
    await served.app.advance(16 * minute)
    const pages = await Promise.all(Array.from({ length: 20 }, () => ada.copy().get('/')))
    expect(new Set(pages.flatMap(({ setCookies }) => setCookies)).size).toBe(1)
    for (const page of pages) expect(textOf(page, 'user')).toBe('ada')
  })

  test('R127: twenty prefetches at once neither slide nor renew', async () => {
    const ada = await signedIn()
    await served.app.advance(16 * minute)
    await writes()
    const proxied = await served.app.count('proxy')
    const prefetches = [
      { rsc: '1', 'next-router-prefetch': '1' },
      { purpose: 'prefetch' },
      { 'sec-purpose': 'prefetch' },
      { 'sec-purpose': 'prefetch;prerender' },
    ]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ada.get('/pages/one', prefetches[index % 4])),
    )
    for (const answer of answers) expect(answer.setCookies).toEqual([])
    // Those with a header of their own get to the proxy, and change nothing there.
    expect((await served.app.count('proxy')) - proxied).toBe(10)
    expect(await writes()).toBe(0)
    expect((await ada.get('/')).setCookies).toHaveLength(1)
  })

  test('R38: pages that are only looked at keep a session alive', async () => {
    const ada = await signedIn()
    for (let visit = 0; visit < 4; visit++) {
      await served.app.advance(20 * hour)
      expect(textOf(await ada.get('/'), 'user'), `visit ${visit}`).toBe('ada')
    }
    await served.app.advance(25 * hour)
    expect(textOf(await ada.get('/'), 'user')).toBe('nobody')
  })

  test('R81: a prerendered page behind the proxy is not kept with the cookie, or for its owner', async () => {
    const shared = await served.app.visitor().get('/static')
    expect(shared.headers.get('cache-control')).toContain('s-maxage')
    expect(shared.setCookies).toEqual([])

    const ada = await signedIn()
    expect((await ada.get('/static')).headers.get('cache-control')).toContain('private')
    await served.app.advance(16 * minute)
    const renewed = await ada.get('/static')
    expect(renewed.setCookies).toHaveLength(1)
    expect(renewed.headers.get('cache-control')).toContain('no-store')
    expect(renewed.headers.get('cache-control')).not.toContain('s-maxage')
  })

  test('what the app’s own proxy answers is what goes out', async () => {
    const ada = await signedIn()
    const redirected = await ada.get('/proxy/redirect')
    expect(redirected.status).toBe(307)
    expect(redirected.headers.get('location')).toMatch(/\/account$/)
    expect(textOf(await ada.get('/proxy/rewrite'), 'user')).toBe('ada')
    expect((await ada.get('/proxy/own')).body).toBe('from the proxy')
    expect((await ada.get('/proxy/fail')).status).toBe(500)
  })

  test('headers that the app’s own proxy changes stay changed beside a new cookie', async () => {
    const ada = await signedIn()
    await served.app.advance(16 * minute)
    const seen = JSON.parse(
      (await ada.get('/api/headers?proxy-header=1', { 'x-unwanted': 'a', 'x-wanted': 'b' })).body,
    )
    expect(seen).toMatchObject({ 'x-from-proxy': 'yes', 'x-wanted': 'b' })
    expect(seen).not.toHaveProperty('x-unwanted')
    expect(tokensSeenBy(seen.cookie)).toEqual([ada.token])
  })

  test('R84: other cookies reach the render with their bytes and in their order', async () => {
    const ada = await signedIn()
    await served.app.advance(16 * minute)
    const cookie = `a="x y%20"; b=1=2;c; __Host-sid=${ada.token} ; d=%E0`
    const seen = JSON.parse((await ada.get('/api/headers', { cookie })).body)
    expect(seen.cookie).toMatch(/; a="x y%20"; b=1=2; c; d=%E0$/)
  })

  test('R77: a renewal in the proxy and a sign-in in the handler give one cookie', async () => {
    const ada = await signedIn()
    await served.app.advance(16 * minute)
    const { setCookies } = await ada.send('POST', '/api/sign-in', { body: 'bob' })
    expect(setCookies).toHaveLength(1)
    expect(textOf(await ada.get('/'), 'user')).toBe('bob')
  })

  test('R122 R9: forged internal headers open nothing', async () => {
    const ursula = await signedIn('ursula')
    expect((await ursula.get('/members')).body).toContain('ursula')
    expect((await ursula.get('/api/who')).body).toContain('ursula')
    const forged: Record<string, string>[] = [
      { 'x-middleware-subrequest': 'proxy' },
      { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
      { 'x-middleware-subrequest': 'src/middleware:src/middleware:src/middleware:src/middleware' },
      {
        'x-middleware-override-headers': 'cookie',
        'x-middleware-request-cookie': `__Host-sid=${ursula.token}`,
      },
      { 'x-middleware-set-cookie': `__Host-sid=${ursula.token}` },
      { 'x-middleware-next': '1', 'x-middleware-rewrite': '/members' },
      { 'x-nextjs-data': '1' },
      { rsc: '1' },
      { cookie: `__Host-sid-presented=${ursula.token}` },
      { cookie: `__Host-sid=x; __Host-sid-presented=${ursula.token}` },
      { 'next-router-prefetch': '1' },
    ]
    for (const headers of forged) {
      for (const path of ['/members', '/members?_rsc=1', '/api/who', '/']) {
        const { body, setCookies } = await served.app.visitor().get(path, headers)
        expect(body, `${path} ${JSON.stringify(headers)}`).not.toContain('>ursula')
        expect(body, `${path} ${JSON.stringify(headers)}`).not.toContain('"ursula"')
        expect(setCookies).toEqual([])
      }
    }
  })

  test('R124: a client that vouches for a successor gains what its own cookie gives, and no more', async () => {
    const ada = await signedIn()
    const earlier = ada.token
    await served.app.advance(16 * minute)
    await ada.get('/')
    const successor = ada.token
    // A thief with the successor alone cannot keep it from coming into force.
    const thief = served.app.visitor()
    await thief.get('/api/who', {
      cookie: `__Host-sid=${successor}; __Host-sid-presented=${successor}`,
    })
    await served.app.advance(31 * second)
    const old = await served.app.visitor().get('/api/who', { cookie: `__Host-sid=${earlier}` })
    expect(JSON.parse(old.body).user).toBe(null)
  })

  test('R109: while the store is down, pages without a session are served', async () => {
    const ada = await signedIn()
    await served.redis.pause()
    try {
      expect((await ada.get('/static')).status).toBe(200)
      const failed = await ada.get('/api/who')
      expect(failed.status).toBe(503)
      expect(failed.headers.get('retry-after')).toBe('1')
      expect(failed.setCookies).toEqual([])
      expect((await ada.get('/')).status).toBe(500)
    } finally {
      await served.redis.resume()
    }
    await served.app.advance(2 * second)
    await expect.poll(async () => (await ada.get('/api/who')).status, { timeout: 30_000 }).toBe(200)
    expect(textOf(await ada.get('/'), 'user')).toBe('ada')
  }, 60_000)
})
