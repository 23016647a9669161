import assert from 'node:assert/strict'
import type { Demo } from '../demos.ts'
import { Browser } from './browser.ts'
import { assertSignedOut } from './guest.ts'
import { csrfIn, factsOf, type PageFacts } from './page-facts.ts'
import { step } from './step.ts'

/** The same person in further browsers, which end one another. */
export async function devices(browser: Browser, protection: Demo['csrf']): Promise<void> {
  const second = await signIn(browser.address)

  const { sessionId } = await step('signed in from two browsers, each sees the other', async () => {
    const [one, other] = [await look(browser), await look(second)]
    assert.deepEqual(one.others, [other.sessionId])
    assert.deepEqual(other.others, [one.sessionId])
    return other
  })

  if (protection === 'token') {
    await step('a CSRF token of the other browser is refused', async () => {
      const csrf = csrfIn((await second.open()).text)
      assert.equal((await browser.submit('/devices/sign-out-others', { csrf })).status, 403)
      assert.equal((await look(browser)).others.length, 1)
    })
  }

  await step('nobody ends a device of somebody else', async () => {
    const stranger = await signIn(browser.address, 'jonas')
    // Only who has another device finds the form on the page.
    await signIn(browser.address, 'jonas')
    await stranger.submit('/devices/sign-out', { device: sessionId ?? '' })
    assert.equal((await look(stranger)).outcome, 'Nothing was left to sign out.')
    assert.equal((await look(browser)).others.length, 1)
  })

  await step('one ends the other, whose next request is signed out', async () => {
    const answer = await browser.submit('/devices/sign-out', { device: sessionId ?? '' })
    assert.equal(answer.status, 303)
    assertSignedOut(await second.open())
  })

  await step('the page says so, once', async () => {
    const { others, outcome } = await look(browser)
    assert.deepEqual({ others, outcome }, { others: [], outcome: 'Signed out of 1 other device.' })
    assert.equal((await look(browser)).outcome, null)
  })

  await step('signed out everywhere else, with a new cookie here', async () => {
    const others = [await signIn(browser.address), await signIn(browser.address)]
    const before = new Map(browser.jar)
    await browser.submit('/devices/sign-out-others')
    for (const other of others) assertSignedOut(await other.open())
    assertSignedOut(await new Browser(browser.address, before).open())
    assert.equal((await look(browser)).outcome, 'Signed out of 2 other devices.')
  })
}

async function signIn(address: string, person = 'mira'): Promise<Browser> {
  const browser = new Browser(address)
  await browser.submit('/sign-in', { person })
  return browser
}

async function look(browser: Browser): Promise<PageFacts> {
  return factsOf((await browser.open()).text)
}
