import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Browser } from '../src/check/browser.ts'
import { demos } from '../src/demos.ts'
import type { Running } from '../src/start-all.ts'
import { demoStarter } from './start-demos.ts'

// Starts all demos, and real browsers, on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'

const starter = demoStarter()
let secure: Running
let insecure: Running

beforeAll(async () => {
  secure = await starter.start({ backend: 'memory' })
  insecure = await starter.start({ backend: 'memory', insecureDevelopment: true })
})

afterAll(() => starter.stop())

describe.each(demos.map(({ framework }) => framework))('%s', (framework) => {
  const addressIn = ({ servers }: Running): string =>
    servers.find((server) => server.framework === framework)?.address ?? ''

  test('Safari is told how to go on, unless the cookie is one that it takes', async () => {
    const page = async (address: string): Promise<string> => {
      const response = await fetch(address, { headers: { 'user-agent': safari } })
      return await response.text()
    }
    expect(await page(addressIn(secure))).toContain('insecureDevelopment')

    const address = addressIn(insecure)
    expect(await page(address)).not.toContain('insecureDevelopment')
    const { cookies } = await new Browser(address).submit('/counter')
    expect(cookies).toMatchObject([{ name: 'sid' }])
    expect(cookies[0]?.attributes.has('secure')).toBe(false)
  })

  test('it runs in memory too', async () => {
    const browser = new Browser(addressIn(secure))
    await browser.submit('/sign-in', { person: 'aiko' })
    expect((await browser.open()).text).toContain('Hello, Aiko Tanaka')
  })

  test('its page leads to the other demos', async () => {
    const { text } = await new Browser(addressIn(secure)).open()
    for (const server of secure.servers) {
      const link = `href="${server.address}"`
      if (server.framework === framework) expect(text).not.toContain(link)
      else expect(text).toContain(link)
    }
  })

  test('stylesheets set no cookie and do not vary by it', async () => {
    const { text } = await new Browser(addressIn(secure)).open()
    const links = [...text.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)]
    expect(links).not.toEqual([])
    for (const [, path] of links) {
      const response = await fetch(addressIn(secure) + path, {
        headers: { cookie: '__Host-sid=anything' },
      })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toMatch(/^text\/css/)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(response.headers.get('vary') ?? '').not.toMatch(/cookie/i)
    }
  })

  test('a page that is not there says so and leads back', async () => {
    const response = await fetch(`${addressIn(secure)}/%3Cscript%3E`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('href="/"')
  })

  test('where no Sec-Fetch-Site is sent, the origin of a form decides', async () => {
    const address = addressIn(secure)
    const { host } = new URL(address)
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await new Browser(address).submit('/counter', {}, headers)).status
    expect(await status({ origin: `http://${host}` })).toBe(303)
    expect(await status({})).toBe(403)
    expect(await status({ origin: 'http://localhost:1' })).toBe(403)
    expect(await status({ origin: 'null' })).toBe(403)
  })
})
