import assert from 'node:assert/strict'
import type { Demo } from '../demos.ts'
import { type Answer, Browser } from './browser.ts'
import { csrfIn, factsOf, signInHeading } from './page-facts.ts'
import { step } from './step.ts'

/** Before signing in: what a visitor gets, and what is refused. */
export async function guest(browser: Browser, protection: Demo['csrf']): Promise<void> {
  const cookies = protection === 'token' ? ['__Host-sid-visitor'] : []
  const which = cookies.length > 0 ? 'one cookie, for the CSRF token' : 'not one cookie'
  await step(`a visitor gets the page, and no session: ${which}`, async () => {
    const answer = await browser.open()
    assertSignedOut(answer)
    assert.equal(factsOf(answer.text).sessionId, null)
    assert.deepEqual(
      answer.cookies.map(({ name }) => name),
      cookies,
    )
  })

  await step('a garbage cookie does no harm', async () => {
    for (const value of ['garbage', 'a.b.c', '"%00', '\u00ff'.repeat(50), 'A'.repeat(66)]) {
      const stranger = new Browser(browser.address, new Map([['__Host-sid', value]]))
      assertSignedOut(await stranger.open())
    }
  })

  await step('a form sent from another site is refused', async () => {
    const elsewhere = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      {},
    ]
    for (const headers of elsewhere) {
      const answer = await browser.submit('/sign-in', { person: 'mira' }, headers)
      assert.equal(answer.status, 403)
      assert.deepEqual(answer.cookies, [])
    }
  })

  if (protection === 'token') {
    await step('a form with a wrong CSRF token is refused', async () => {
      const stranger = csrfIn((await new Browser(browser.address).open()).text)
      for (const csrf of ['', 'wrong', stranger]) {
        const answer = await browser.submit('/sign-in', { person: 'mira', csrf })
        assert.equal(answer.status, 403)
        assert.deepEqual(answer.cookies, [])
      }
    })
  }

  await step('a form that makes no sense is refused, and not repeated', async () => {
    const answer = await browser.submit('/sign-in', { person: '<b>nobody</b>' })
    // A server action of Next has no 400 to give.
    assert.ok([400, 404].includes(answer.status), `the status is ${answer.status}`)
    assert.doesNotMatch(answer.text, /nobody/)
    assert.deepEqual(answer.cookies, [])
  })

  await step('a visitor can fill a cart', async () => {
    await browser.submit('/cart/add', { product: 'mug' })
    assert.deepEqual(factsOf((await browser.open()).text).cart, { mug: 1 })
  })
}

export function assertSignedOut(answer: Answer): void {
  assert.equal(answer.status, 200)
  assert.equal(factsOf(answer.text).heading, signInHeading)
}
