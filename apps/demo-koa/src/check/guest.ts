import assert from 'node:assert/strict'
import { type Answer, Browser } from './browser.ts'
import { factsOf, signInHeading } from './page-facts.ts'
import { step } from './step.ts'

/** Before signing in: what a visitor gets, and what is refused. */
export async function guest(browser: Browser): Promise<void> {
  await step('a visitor gets the page, and no cookie', async () => {
    const answer = await browser.open()
    assertSignedOut(answer)
    assert.deepEqual(answer.cookies, [])
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
    ]
    for (const headers of elsewhere) {
      const answer = await browser.submit('/sign-in', { person: 'mira' }, headers)
      assert.equal(answer.status, 403)
      assert.deepEqual(answer.cookies, [])
    }
  })

  await step('a form that makes no sense is refused, and not repeated', async () => {
    const answer = await browser.submit('/sign-in', { person: '<script>' })
    assert.equal(answer.status, 400)
    assert.doesNotMatch(answer.text, /<script/)
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
