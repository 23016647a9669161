import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Browser } from '../src/browser.ts'
import { writeSetsCookie } from '../src/contenders/contender.ts'
import { contenders } from '../src/contenders/contenders.ts'
import { StoreServers } from '../src/stores/store-servers.ts'

const withSessions = contenders.filter(({ layer }) => layer !== 'bare')
const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-test-'))
let stores: StoreServers

beforeAll(async () => {
  stores = await StoreServers.start(withSessions)
}, 60_000)

afterAll(async () => {
  await stores.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(withSessions)('$id', (contender) => {
  /** A server, and a visitor of it. */
  async function visit() {
    const store = stores.of(contender)
    const app = await contender.start({
      folder: mkdtempSync(join(folder, 'contender-')),
      ...(store && { storeUrl: store.url }),
    })
    const server = createServer(app.listener).listen(0, '127.0.0.1')
    onTestFinished(async () => {
      server.close()
      await app.close()
    })
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    return { port, browser: new Browser(port), store }
  }

  it('does what its workloads ask for', { timeout: 30_000 }, async () => {
    const { port, browser, store } = await visit()
    const inCookie = contender.store === 'cookie'

    // Nobody's untouched request sets a cookie.
    expect(await browser.ask('/untouched')).toEqual({ status: 200, body: 'untouched', cookies: [] })

    // What a sign-in stores is read, counted in, and lives on.
    const signedIn = await browser.ask('/fill?ada&300')
    expect(signedIn).toMatchObject({ status: 200, body: 'filled' })
    expect(signedIn.cookies).not.toEqual([])
    expect(await browser.ask('/read')).toEqual({ status: 200, body: 'ada', cookies: [] })
    for (const count of ['1', '2', '3']) {
      const { body, cookies } = await browser.ask('/count')
      expect(body).toBe(count)
      expect(cookies.length > 0).toBe(writeSetsCookie(contender))
    }
    expect(await browser.ask('/read')).toMatchObject({ body: 'ada', cookies: [] })
    expect(await browser.ask('/untouched')).toMatchObject({ cookies: [] })
    expect((await browser.expect('/keys')).split(',')).toEqual(
      expect.arrayContaining(['name', 'count', 'cart']),
    )

    // The session is where the contender says, and nowhere else.
    const stranger = new Browser(port)
    expect(await stranger.expect('/read')).toBe('')
    if (store) expect(Object.keys(await store.take())).not.toEqual([])
    if (inCookie) expect(browser.cookie.length).toBeGreaterThan(300)
    else expect(browser.cookie.length).toBeLessThan(200)

    // A write that is held in its handler goes on when it is told to.
    const put = browser.ask('/put?held')
    const other = new Browser(port)
    await expect.poll(() => other.expect('/waiting')).toBe('1')
    expect(await other.expect('/open')).toBe('1')
    expect((await put).body).toBe('put')
    expect(await browser.expect('/keys')).toContain('held')

    expect(await browser.ask('/sign-out')).toMatchObject({ status: 200, body: 'signed out' })
    expect(await browser.expect('/read')).toBe('')
    expect(await stranger.ask('/sign-in')).toMatchObject({ status: 200, body: 'signed in' })
    expect(stranger.cookie).not.toBe('')
  })
})
