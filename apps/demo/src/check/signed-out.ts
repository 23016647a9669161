import assert from 'node:assert/strict'
import { Browser } from './browser.ts'
import { assertSignedOut } from './guest.ts'
import { factsOf } from './page-facts.ts'
import type { Rules } from './rules.ts'
import { step } from './step.ts'

/** Signs out, and tries the old cookie. */
export async function signedOut(browser: Browser, { keepsRecords }: Rules): Promise<void> {
  const old = new Map(browser.jar)

  await step('signing out takes the cookie away', async () => {
    const answer = await browser.submit('/sign-out')
    assert.equal(answer.status, 303)
    assert.equal(browser.jar.has('__Host-sid'), false)
    assertSignedOut(await browser.open())
  })

  if (!keepsRecords) return
  await step('the old cookie is refused, and opens nothing', async () => {
    const answer = await new Browser(browser.address, old).open()
    assertSignedOut(answer)
    const { count, cart, sessionId } = factsOf(answer.text)
    assert.deepEqual({ count, cart, sessionId }, { count: 0, cart: {}, sessionId: null })
  })
}
