import { type LazySession, originGuard, webHeaders } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { codeOf, type Data, setup } from './support/setup.ts'

type Env = ReturnType<typeof setup>

/** One request of a browser with this cookie jar, which keeps what the response sets. */
async function request(
  { sessions }: Env,
  jar: Map<string, string>,
  handle: (session: LazySession<Data>) => Promise<unknown>,
): Promise<Headers> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const header = (name: string): string | undefined => (name === 'cookie' ? cookie : undefined)
  const { exchange, session } = sessions.exchange({ header }, () => false)
  await handle(session)
  await exchange.commit(200)
  const headers = new Headers()
  exchange.apply(webHeaders(headers))
  for (const line of headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    jar.set(name, value)
  }
  return headers
}

async function tokenOf(env: Env, jar: Map<string, string>): Promise<string> {
  let token = ''
  await request(env, jar, async (session) => {
    token = await env.sessions.csrf.token(session)
  })
  return token
}

async function verifies(env: Env, jar: Map<string, string>, token: unknown): Promise<boolean> {
  let verdict = false
  await request(env, jar, async (session) => {
    verdict = await env.sessions.csrf.verify(session, token)
  })
  return verdict
}

const signIn = (session: LazySession<Data>): Promise<void> => session.authenticate('ada')

describe('R131 CSRF tokens', () => {
  it('of a visitor without a session: a cookie of its own, and no record', async () => {
    const env = setup()
    const mine = new Map<string, string>()
    const theirs = new Map<string, string>()
    const token = await tokenOf(env, mine)
    expect([...mine.keys()]).toEqual(['__Host-sid-visitor'])
    expect(await verifies(env, mine, token)).toBe(true)
    expect(await verifies(env, mine, await tokenOf(env, mine))).toBe(true)
    expect(await verifies(env, theirs, token)).toBe(false)
    await tokenOf(env, theirs)
    expect(await verifies(env, theirs, token)).toBe(false)
    expect(env.backend.calls).toEqual([])
  })

  it('its response is not shared, and the cookie is as safe as the session’s', async () => {
    const env = setup()
    const headers = await request(env, new Map(), (session) => env.sessions.csrf.token(session))
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-sid-visitor=[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('vary')).toBe('Cookie')
  })

  it('of a session: of this one alone, until its token is replaced without grace', async () => {
    const env = setup()
    const jar = new Map<string, string>()
    const before = await tokenOf(env, jar)
    await request(env, jar, signIn)
    expect(await verifies(env, jar, before)).toBe(false)
    const token = await tokenOf(env, jar)
    expect(await verifies(env, jar, token)).toBe(true)
    const other = new Map<string, string>()
    await request(env, other, signIn)
    expect(await verifies(env, other, token)).toBe(false)
    await request(env, jar, (session) => session.cycleKey())
    expect(await verifies(env, jar, token)).toBe(false)
    const last = await tokenOf(env, jar)
    await request(env, jar, (session) => session.signOut())
    expect(await verifies(env, jar, last)).toBe(false)
  })

  it('of a visitor survives the first write, which begins a session: another tab’s form stays good', async () => {
    const env = setup()
    const jar = new Map<string, string>()
    const token = await tokenOf(env, jar)
    await request(env, jar, async (session) => session.set('a', 1))
    expect(env.backend.records.size).toBe(1)
    expect(await verifies(env, jar, token)).toBe(true)
    expect(await verifies(env, jar, await tokenOf(env, jar))).toBe(true)
    await request(env, jar, signIn)
    expect(await verifies(env, jar, token)).toBe(false)
  })

  it('survives renewals: a form that stands open is not lost', async () => {
    const env = setup({ lifetime: { renewal: '15m' } })
    const jar = new Map<string, string>()
    await request(env, jar, signIn)
    const token = await tokenOf(env, jar)
    for (let i = 0; i < 5; i++) {
      env.pass(1000)
      await request(env, jar, (session) => session.load())
      await request(env, jar, (session) => session.load())
      await env.sessions.connector.save()
    }
    expect(await verifies(env, jar, token)).toBe(true)
  })

  it('refuses everything else without a throw', async () => {
    const env = setup()
    const jar = new Map<string, string>()
    const token = await tokenOf(env, jar)
    const bad = [
      undefined,
      null,
      5,
      {},
      [token],
      '',
      'x',
      `${token}x`,
      token.slice(1),
      token.toUpperCase(),
    ]
    for (const value of bad) expect(await verifies(env, jar, value)).toBe(false)
  })

  it('without a request there is nothing to bind a visitor to', async () => {
    const env = setup()
    expect(await codeOf(env.sessions.csrf.token(env.sessions.open()))).toBe('CONFIGURATION')
    expect(await env.sessions.csrf.verify(env.sessions.open(), 'x')).toBe(false)
    const session = await env.stored()
    expect(await env.sessions.csrf.token(session)).toMatch(/^[\w-]{22}\.[\w-]{43}$/)
  })
})

describe('R132 the origin guard', () => {
  const guard = originGuard({ origins: ['https://shop.example'] })
  const post = (headers: Record<string, string>, method = 'POST'): boolean =>
    guard({ method, header: (name) => headers[name] })

  it('lets safe methods through', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'get']) expect(post({}, method)).toBe(true)
  })

  const cases: [string, Record<string, string>, boolean][] = [
    ['same origin', { 'sec-fetch-site': 'same-origin' }, true],
    ['typed in', { 'sec-fetch-site': 'none' }, true],
    ['cross-site', { 'sec-fetch-site': 'cross-site', host: 'a', origin: 'https://b' }, false],
    ['same-site', { 'sec-fetch-site': 'same-site' }, false],
    ['a named origin', { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' }, true],
    ['Origin is Host', { origin: 'https://Shop.local:3000', host: 'shop.local:3000' }, true],
    ['Origin is not Host', { origin: 'https://evil.example', host: 'shop.local' }, false],
    ['Origin null is foreign', { origin: 'null', host: 'null' }, false],
    ['neither is said', { host: 'shop.local' }, false],
  ]
  it.each(cases)('%s', (_, headers, passes) => {
    expect(post(headers)).toBe(passes)
  })

  it('wants origins, not addresses', () => {
    expect(() => originGuard({ origins: ['https://shop.example/'] })).toThrow(/scheme and host/)
    expect(() => originGuard({ origins: ['shop.example'] })).toThrow(/scheme and host/)
  })
})
