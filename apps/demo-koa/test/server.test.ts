import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser } from '../src/check/browser.ts'
import type { Options } from '../src/options.ts'
import { type ServerProcess, startServer } from '../src/server-process.ts'

const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'

let data = ''
const running: ServerProcess[] = []

async function start(options: Partial<Options> = {}): Promise<ServerProcess> {
  const server = await startServer({
    backend: 'sqlite',
    port: 0,
    data,
    insecureDevelopment: false,
    ...options,
  })
  running.push(server)
  return server
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-demo-test-'))
})

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()))
  await rm(data, { recursive: true, force: true })
})

test('Safari is told how to go on, unless the cookie is one that it takes', async () => {
  const page = async ({ address }: ServerProcess): Promise<string> => {
    const response = await fetch(address, { headers: { 'user-agent': safari } })
    return await response.text()
  }
  expect(await page(await start())).toContain('insecureDevelopment')

  const insecure = await start({ insecureDevelopment: true })
  expect(await page(insecure)).not.toContain('insecureDevelopment')
  const { cookies } = await new Browser(insecure.address).submit('/counter')
  expect(cookies).toMatchObject([{ name: 'sid' }])
  expect(cookies[0]?.attributes.has('secure')).toBe(false)
})

test('it runs in memory too', async () => {
  const browser = new Browser((await start({ backend: 'memory' })).address)
  await browser.submit('/sign-in', { person: 'aiko' })
  expect((await browser.open()).text).toContain('Hello, Aiko Tanaka')
})

test('stylesheets set no cookie and do not vary by it', async () => {
  const { address } = await start()
  const response = await fetch(`${address}/styles/base.css`, {
    headers: { cookie: '__Host-sid=anything' },
  })
  expect(response.status).toBe(200)
  expect(response.headers.getSetCookie()).toEqual([])
  expect(response.headers.get('vary')).toBeNull()
})

test('a page that is not there says so and leads back', async () => {
  const { address } = await start()
  const response = await fetch(`${address}/%3Cscript%3E`)
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('href="/"')
})

test('where no Sec-Fetch-Site is sent, the origin of a form decides', async () => {
  const { address } = await start()
  const { host } = new URL(address)
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await new Browser(address).submit('/counter', {}, headers)).status
  expect(await status({ origin: `http://${host}` })).toBe(303)
  expect(await status({})).toBe(403)
  expect(await status({ origin: 'http://localhost:1' })).toBe(403)
  expect(await status({ origin: 'null' })).toBe(403)
})
