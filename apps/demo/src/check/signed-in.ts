import assert from 'node:assert/strict'
import { Browser } from './browser.ts'
import { assertSignedOut } from './guest.ts'
import { factsOf, type PageFacts } from './page-facts.ts'
import type { Rules } from './rules.ts'
import type { SentCookie } from './set-cookie.ts'
import { step } from './step.ts'

/** Signs in, counts, and changes the cart. Returns what the page says then. */
export async function signedIn(browser: Browser, rules: Rules): Promise<PageFacts> {
  const anonymous = new Map(browser.jar)

  await step('signing in gives a new cookie, with every attribute it should have', async () => {
    const { status, headers, cookies } = await browser.submit('/sign-in', { person: 'mira' })
    assert.equal(status, 303)
    assert.equal(headers.get('location'), '/')
    assert.match(headers.get('cache-control') ?? '', /\bno-store\b/)
    assert.equal(cookies.length, 1)
    for (const cookie of cookies) assertCookie(cookie, rules)
    assert.notDeepEqual(browser.jar, anonymous)
  })

  await step('the cookie from before is refused', async () => {
    const earlier = new Browser(browser.address, anonymous)
    assertSignedOut(await earlier.open())
  })

  await step('the page greets, and the cart has come along', async () => {
    const facts = factsOf((await browser.open()).text)
    assert.equal(facts.heading, 'Hello, Mira Okafor')
    assert.deepEqual(facts.cart, { mug: 1 })
  })

  await step(`ten clicks on the counter ${rules.manner} are ten`, async () => {
    await rules.each(Array.from({ length: 10 }, () => () => browser.submit('/counter')))
    assert.equal(factsOf((await browser.open()).text).count, 10)
  })

  return await step('the items of the cart are changed in place', async () => {
    await browser.submit('/cart/add', { product: 'map' })
    await browser.submit('/cart/add', { product: 'notebook' })
    await browser.submit('/cart/change', { product: 'map', by: '1' })
    await browser.submit('/cart/change', { product: 'mug', by: '-1' })
    await browser.submit('/cart/remove', { product: 'notebook' })
    const facts = factsOf((await browser.open()).text)
    assert.deepEqual(facts.cart, { map: 2 })
    return facts
  })
}

/** After the restart everything is as before. */
export async function stillSignedIn(browser: Browser, before: PageFacts): Promise<void> {
  await step('still signed in, with the same session, count and cart', async () => {
    const answer = await browser.open()
    assert.deepEqual(factsOf(answer.text), before)
    assert.deepEqual(answer.cookies, [])
  })
}

function assertCookie({ name, attributes }: SentCookie, { lifetime }: Rules): void {
  assert.equal(name, '__Host-sid')
  const { 'max-age': maxAge, expires: _, samesite, ...rest } = Object.fromEntries(attributes)
  assert.deepEqual(rest, { path: '/', httponly: '', secure: '' })
  // Next writes it in lower case.
  assert.equal(samesite?.toLowerCase(), 'lax')
  assert.ok(Math.abs(Number(maxAge) - lifetime) < 60, `Max-Age is ${maxAge}, not ${lifetime}`)
}
