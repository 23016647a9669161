import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Browser } from '../src/check/browser.ts'
import { factsOf } from '../src/check/page-facts.ts'
import { demoStarter } from './start-demos.ts'

// Starts all demos on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const starter = demoStarter()
let address: string

beforeAll(async () => {
  const { servers } = await starter.start({ backend: 'memory' })
  address = servers.find(({ framework }) => framework === 'Next.js')?.address ?? ''
})

afterAll(() => starter.stop())

/** A browser that is signed in, and its `Cookie` header. */
async function signedIn(person: string): Promise<{ browser: Browser; cookie: string }> {
  const browser = new Browser(address)
  await browser.submit('/sign-in', { person })
  return { browser, cookie: cookieOf(browser) }
}

function cookieOf({ jar }: Browser): string {
  return [...jar].map((pair) => pair.join('=')).join('; ')
}

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(address + path, { headers, redirect: 'manual' })
}

test('the guarded page leads visitors to the sign-in, and opens to who is signed in', async () => {
  const { cookie } = await signedIn('aiko')
  const page = await get('/account', { cookie })
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('Aiko Tanaka')

  const guests = [
    {},
    { cookie: `${cookie}x` },
    // Headers that Next has trusted before, and those with which a request goes around the proxy.
    { 'x-middleware-subrequest': 'src/middleware:src/middleware:src/middleware' },
    { 'next-router-prefetch': '1' },
    { purpose: 'prefetch' },
  ]
  for (const headers of guests) {
    const answer = await get('/account', headers)
    expect([answer.status, answer.headers.get('location')]).toEqual([307, '/'])
    expect(await answer.text()).not.toContain('Aiko Tanaka')
  }
})

test('the route handler says who is signed in, and nobody may keep that', async () => {
  const { browser, cookie } = await signedIn('aiko')
  await browser.submit('/counter')
  const answer = await get('/api/session', { cookie })
  expect(await answer.json()).toEqual({ user: 'aiko', count: 1, cart: [] })
  expect(answer.headers.get('cache-control')).toMatch(/private|no-store/)
  expect(answer.headers.get('vary')).toMatch(/cookie/i)
  expect(await (await get('/api/session')).json()).toEqual({ user: null, count: 0, cart: [] })
})

test('scripts run by a nonce of the response, and where the proxy was not asked none runs', async () => {
  const nonces = new Set<string | undefined>()
  for (const path of ['/', '/', '/no-such-page']) {
    const page = await get(path)
    const policy = page.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    nonces.add(nonce)
    const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? []
    expect(scripts).not.toEqual([])
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`)
  }
  expect(nonces.size).toBe(3)
  const ahead = await get('/', { purpose: 'prefetch' })
  expect(ahead.headers.get('content-security-policy')).not.toContain('script-src')
})

test('a message for the page is not taken by a prefetch of it', async () => {
  const { browser } = await signedIn('jonas')
  await signedIn('jonas')
  await browser.submit('/devices/sign-out-others')
  const ahead = await get('/', { cookie: cookieOf(browser), purpose: 'prefetch' })
  expect(factsOf(await ahead.text())).toMatchObject({
    heading: 'Hello, Jonas Lindqvist',
    outcome: null,
  })
  const { outcome } = factsOf((await browser.open()).text)
  expect(outcome).toBe('Signed out of 1 other device.')
})
