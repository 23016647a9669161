import assert from 'node:assert/strict'
import { Browser } from './browser.ts'
import { factsOf } from './page-facts.ts'
import { step } from './step.ts'

/** Sessions that live in cookies: nobody lists them, and a copy is good until its sealed end. */
export async function noDevices(browser: Browser): Promise<void> {
  await step('the page says that nobody keeps a list of devices', async () => {
    const { text } = await browser.open()
    assert.match(text, /no server keeps a list/)
    assert.doesNotMatch(text, /action="\/devices/)
  })

  await step('what a server would have to know is refused, and nothing happens', async () => {
    for (const path of ['/devices/sign-out', '/devices/sign-out-others']) {
      const answer = await browser.submit(path, { device: 'x'.repeat(22) })
      assert.equal(answer.status, 500)
      assert.deepEqual(answer.cookies, [])
    }
  })

  await step('a cookie with one character changed is nobody’s', async () => {
    const cookie = browser.jar.get('__Host-sid') ?? ''
    const changed = cookie.slice(0, -5) + (cookie.at(-5) === 'A' ? 'B' : 'A') + cookie.slice(-4)
    const thief = new Browser(browser.address, new Map([['__Host-sid', changed]]))
    assert.equal(factsOf((await thief.open()).text).sessionId, null)
    assert.notEqual(factsOf((await browser.open()).text).sessionId, null)
  })
}
