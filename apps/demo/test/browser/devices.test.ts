import { launchChromium } from '@sojourn/test-servers/chromium'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { demos } from '../../src/demos.ts'
import type { Running } from '../../src/start-all.ts'
import { demoStarter } from '../start-demos.ts'

// Starts all demos, and real browsers, on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const android = 'Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'

const starter = demoStarter()
let running: Running
let browser: Browser

beforeAll(async () => {
  running = await starter.start({ backend: 'memory' })
  browser = await launchChromium()
})

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
})

afterAll(async () => {
  await browser.close()
  await starter.stop()
})

function addressOf(framework: string): string {
  return running.servers.find((server) => server.framework === framework)?.address ?? ''
}

/** Signs in from a browser with cookies of its own. */
async function signIn(
  framework: string,
  person: string,
  options: Parameters<Browser['newPage']>[0],
): Promise<Page> {
  const page = await browser.newPage(options)
  await page.goto(addressOf(framework))
  await page.getByRole('button', { name: person }).click()
  await shows(page, `Hello, ${person}`)
  return page
}

/** Waits until the page is the one with this heading. */
async function shows(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
}

/** What "your devices" says of the last click, once it says something. */
async function outcome(page: Page): Promise<string | null> {
  return await page.getByRole('status').textContent()
}

/** The names under "your devices", this device first. */
async function devices(page: Page): Promise<string[]> {
  await page.reload()
  return await page.locator('#devices h3').allTextContents()
}

const desktop = expect.stringMatching(/^Chrome \d+ on /)
const phone = 'Firefox 140 on Android'

test.each([
  { framework: 'Koa', javaScriptEnabled: true, person: 'Mira Okafor' },
  { framework: 'Koa', javaScriptEnabled: false, person: 'Aiko Tanaka' },
  { framework: 'Next.js', javaScriptEnabled: true, person: 'Mira Okafor' },
  { framework: 'Next.js', javaScriptEnabled: false, person: 'Aiko Tanaka' },
])('two browsers see each other, and one ends the other: %o', async (options) => {
  const { framework, person, javaScriptEnabled } = options
  const one = await signIn(framework, person, { javaScriptEnabled })
  const other = await signIn(framework, person, { javaScriptEnabled, userAgent: android })
  expect(await devices(one)).toEqual([desktop, phone])
  expect(await devices(other)).toEqual([phone, desktop])

  await one.getByRole('button', { name: `Sign out ${phone}` }).click()
  expect(await outcome(one)).toBe('Signed out of 1 other device.')
  expect(await devices(one)).toEqual([desktop])

  // Its page is still open: what is sent from there does nothing, and leads to the sign-in.
  await other.getByRole('button', { name: 'Count one more' }).click()
  if (hasToken(framework)) {
    await shows(other, 'That did not work')
    await other.getByRole('link', { name: 'Back to the page' }).click()
  }
  await shows(other, 'Who is travelling?')
})

/** Whether a form has a token, which ends with its session. Else it counts, for a visitor. */
function hasToken(framework: string): boolean {
  return demos.some((demo) => demo.framework === framework && demo.csrf === 'token')
}

test.each(['Koa', 'Next.js'])(
  '%s: one browser signs out everywhere else, and stays signed in',
  async (framework) => {
    const one = await signIn(framework, 'Jonas Lindqvist', {})
    const others = [
      await signIn(framework, 'Jonas Lindqvist', { userAgent: android }),
      await signIn(framework, 'Jonas Lindqvist', { javaScriptEnabled: false }),
    ]
    expect(await devices(one)).toHaveLength(3)

    await one.getByRole('button', { name: 'Sign out everywhere else' }).click()
    expect(await outcome(one)).toBe('Signed out of 2 other devices.')
    for (const page of others) {
      await page.reload()
      await shows(page, 'Who is travelling?')
    }
    expect(await devices(one)).toEqual([desktop])
  },
)
