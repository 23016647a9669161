import { launchChromium } from '@sojourn/test-servers/chromium'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { demos } from '../../src/demos.ts'
import type { Running } from '../../src/start-all.ts'
import { demoStarter } from '../start-demos.ts'

// Starts all demos, and a real browser, on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const starter = demoStarter()
let running: Running
let browser: Browser

beforeAll(async () => {
  running = await starter.start()
  browser = await launchChromium()
})

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
})

afterAll(async () => {
  await browser.close()
  await starter.stop()
})

/** One browser with a tab at each demo, and what its console complains of. */
async function openTabs(
  options: Parameters<Browser['newContext']>[0],
): Promise<{ tabs: Map<string, Page>; complaints: string[]; context: BrowserContext }> {
  const context = await browser.newContext(options)
  const complaints: string[] = []
  // A script or a style that the policy of the page does not allow, and an error in one that it does.
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  const tabs = new Map<string, Page>()
  for (const { framework, address } of running.servers) {
    const page = await context.newPage()
    await page.goto(address)
    tabs.set(framework, page)
  }
  return { tabs, complaints, context }
}

/** Waits until the page is the one with this heading, opening it anew where it is of before. */
async function shows(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
}

const frameworks = demos.map(({ framework }) => framework)
const next = (framework: string): string =>
  frameworks[(frameworks.indexOf(framework) + 1) % frameworks.length] ?? ''

test.each(
  frameworks.flatMap((framework) => [
    { framework, javaScriptEnabled: true },
    { framework, javaScriptEnabled: false },
  ]),
)(
  'signed in at one, signed in at all; signed out at the next, signed out at all: %o',
  async ({ framework, javaScriptEnabled }) => {
    const { tabs, complaints } = await openTabs({ javaScriptEnabled })
    const tab = (name: string): Page => tabs.get(name) ?? expect.unreachable()

    const here = tab(framework)
    await here.getByRole('button', { name: 'Mira Okafor' }).click()
    await shows(here, 'Hello, Mira Okafor')
    await press(here, 'Count one more')
    await here.locator('#count', { hasText: /^1$/ }).waitFor()
    await here.getByRole('button', { name: 'Enamel mug' }).click()
    await here.locator('#line-mug .quantity', { hasText: /^1$/ }).waitFor()
    await press(here, 'One Enamel mug more')
    await here.locator('#line-mug .quantity', { hasText: /^2$/ }).waitFor()

    for (const [, page] of tabs) {
      await page.reload()
      await shows(page, 'Hello, Mira Okafor')
      expect(await page.locator('#count').textContent()).toBe('1')
      expect(await page.locator('#total').textContent()).toBe('€28.00')
    }

    const there = tab(next(framework))
    await press(there, 'Sign out')
    await shows(there, 'Who is travelling?')
    for (const [, page] of tabs) {
      await page.reload()
      await shows(page, 'Who is travelling?')
    }
    expect(complaints).toEqual([])
  },
)
