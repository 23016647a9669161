import { launchChromium } from '@sojourn/test-servers/chromium'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { StartedApp } from '../fixture/started-app.ts'
import { before, today } from '../fixture/variants.ts'

const minute = 60_000

describe.each([today, before])('Next $major', (variant) => {
  let app: StartedApp
  let browser: Browser

  beforeAll(async () => {
    app = await StartedApp.start(variant)
    browser = await launchChromium()
  }, 600_000)

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
  })

  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })

  /** A page of a browser with cookies of its own, which sends `Secure` ones to localhost. */
  async function open(
    path: string,
    options: Parameters<Browser['newPage']>[0] = {},
  ): Promise<Page> {
    const page = await browser.newPage(options)
    await page.goto(`http://localhost:${app.port}${path}`)
    return page
  }

  async function signIn(page: Page, user: string): Promise<void> {
    await page.fill('#sign-in input[name=user]', user)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/account')
    expect(await page.textContent('#user')).toBe(user)
  }

  test.each([true, false])(
    'an action signs in and leads to a page that knows (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const page = await open('/', { javaScriptEnabled })
      await page.fill('#add input[name=item]', 'tea')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.locator('#cart', { hasText: 'tea' }).waitFor()
      await signIn(page, 'ada')
      const [cookie] = await page.context().cookies()
      expect(cookie).toMatchObject({
        name: '__Host-sid',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
        path: '/',
      })
      await page.goto(`http://localhost:${app.port}/`)
      expect(await page.textContent('#user')).toBe('ada')
      expect(await page.textContent('#cart')).toBe('tea')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.locator('#user', { hasText: 'nobody' }).waitFor()
      expect(await page.context().cookies()).toEqual([])
    },
  )

  test('useActionState gets what the action returns', async () => {
    const page = await open('/forms')
    await page.getByRole('button', { name: 'Answer' }).click()
    await page.locator('#answer', { hasText: 'kept 1' }).waitFor()
    await page.getByRole('button', { name: 'Answer' }).click()
    await page.locator('#answer', { hasText: 'kept 2' }).waitFor()
    // The first write began a session, so its cookie was due, and Next has rendered the page anew.
    expect(await page.textContent('#note')).toBe('kept')
  })

  test('reads leave the router cache alone: going back renders nothing on the server', async () => {
    const page = await open('/')
    await signIn(page, 'ada')
    await page.goto(`http://localhost:${app.port}/pages/one`)
    await page.getByRole('link', { name: 'two' }).click()
    await page.getByRole('heading', { name: 'two' }).waitFor()
    const rendered = await page.textContent('#renders')
    // An action that reads, and nothing else, is a request of its own in between.
    await page.getByRole('link', { name: 'forms' }).click()
    await page.getByRole('button', { name: 'Look' }).click()
    await page.locator('#looked', { hasText: 'ada' }).waitFor()
    expect(await app.count('action look')).toBeGreaterThan(0)

    const earlier = await app.count('render two')
    await page.goBack()
    await page.getByRole('heading', { name: 'two' }).waitFor()
    expect(await page.textContent('#renders')).toBe(rendered)
    await page.goBack()
    await page.getByRole('heading', { name: 'one' }).waitFor()
    expect(await app.count('render two')).toBe(earlier)
  })

  test('a renewal on the way of a navigation signs nobody out', async () => {
    const page = await open('/')
    await signIn(page, 'ada')
    await page.goto(`http://localhost:${app.port}/pages/one`)
    const cookie = async (): Promise<string | undefined> =>
      (await page.context().cookies())[0]?.value
    const earlier = await cookie()
    await app.advance(16 * minute)
    await page.getByRole('link', { name: 'two' }).click()
    await page.getByRole('heading', { name: 'two' }).waitFor()
    expect(await page.textContent('#user')).toBe('ada')
    expect(await cookie()).not.toBe(earlier)
    await app.advance(minute)
    await page.reload()
    expect(await page.textContent('#user')).toBe('ada')
  })
})
