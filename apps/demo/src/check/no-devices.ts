import assert from 'node:assert/strict'
import type { Demo } from '../demos.ts'
import { Browser } from './browser.ts'
import { csrfIn, factsOf } from './page-facts.ts'
import { step } from './step.ts'

/** Sessions that live in cookies: nobody lists them, and a copy is good until its sealed end. */
export async function noDevices(browser: Browser, protection: Demo['csrf']): Promise<void> {
  await step('the page says that nobody keeps a list of devices', async () => {
    const { text } = await browser.open()
    assert.match(text, /no server keeps a list/)
    assert.doesNotMatch(text, /<form[^>]*"\/devices/)
  })

  // A server action has no address: it can be called by what a page holds, and this one holds none.
  if (protection === 'token') {
    await step('what a server would have to know is refused, and nothing happens', async () => {
      const csrf = csrfIn((await browser.open()).text)
      for (const path of ['/devices/sign-out', '/devices/sign-out-others']) {
        const answer = await browser.post(path, { csrf, device: 'x'.repeat(22) })
        assert.equal(answer.status, 500)
        assert.deepEqual(answer.cookies, [])
      }
    })
  }

  await step('a cookie with one character changed is nobody’s', async () => {
    const cookie = browser.jar.get('__Host-sid') ?? ''
    const changed = cookie.slice(0, -5) + (cookie.at(-5) === 'A' ? 'B' : 'A') + cookie.slice(-4)
    const thief = new Browser(browser.address, new Map([['__Host-sid', changed]]))
    assert.equal(factsOf((await thief.open()).text).sessionId, null)
    assert.notEqual(factsOf((await browser.open()).text).sessionId, null)
  })
}
