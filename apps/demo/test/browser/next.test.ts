import { launchChromium } from '@sojourn/test-servers/chromium'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { demoStarter } from '../start-demos.ts'

// Starts all demos, and a real browser, on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const starter = demoStarter()
let address: string
let browser: Browser

beforeAll(async () => {
  const { servers } = await starter.start({ backend: 'memory' })
  address = servers.find(({ framework }) => framework === 'Next.js')?.address ?? ''
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
  await starter.stop()
})

/** Waits until React has taken over the forms of the page. */
async function ready(page: Page): Promise<void> {
  const keys = (form: object): string[] => Object.keys(form)
  await expect
    .poll(async () => (await page.locator('form').first().evaluate(keys)).join(), {
      timeout: 60_000,
    })
    .toMatch(/__react/)
}

test('with scripts, nothing loads the page anew: sign-in, clicks, the guarded page, sign-out', async () => {
  const page = await browser.newPage()
  const loads: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads.push(`${request.method()} ${request.url()}`)
  })
  await page.goto(address)
  await ready(page)

  const heading = (name: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  await page.getByRole('link', { name: 'Your account' }).click()
  await heading('Who is travelling?')
  await page.getByRole('button', { name: 'Aiko Tanaka' }).click()
  await heading('Hello, Aiko Tanaka')
  for (const count of [1, 2, 3]) {
    await page.getByRole('button', { name: 'Count one more' }).click()
    await page.locator('#count', { hasText: new RegExp(`^${count}$`) }).waitFor()
  }
  await page.getByRole('link', { name: 'Your account' }).click()
  await heading('Your account')
  await page.getByRole('link', { name: 'Back to the page' }).click()
  await heading('Hello, Aiko Tanaka')
  expect(await page.locator('#count').textContent()).toBe('3')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await heading('Who is travelling?')

  // What the router has kept of before the sign-out is not shown.
  await page.getByRole('link', { name: 'Your account' }).click()
  await heading('Who is travelling?')
  expect(loads).toEqual([`GET ${address}/`])
  await page.context().close()
})
