import { launchChromium } from '@sojourn/test-servers/chromium'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Running } from '../../src/start-all.ts'
import { demoStarter } from '../start-demos.ts'

// Starts all demos, and a real browser, on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const starter = demoStarter()
let running: Running
let browser: Browser

beforeAll(async () => {
  // A store that tells of changes: what another process did is known at once.
  running = await starter.start({ backend: 'redis' })
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
  await starter.stop()
})

function addressOf(framework: string): string {
  return running.servers.find((server) => server.framework === framework)?.address ?? ''
}

/** Two tabs of one browser: the live page at NestJS, and this demo. */
async function twoTabs(framework: string): Promise<{ live: Page; other: Page }> {
  const context = await browser.newContext()
  const other = await context.newPage()
  await other.goto(addressOf(framework))
  await other.getByRole('button', { name: 'Mira Okafor' }).click()
  await other.getByRole('heading', { level: 1, name: 'Hello, Mira Okafor' }).waitFor()
  const live = await context.newPage()
  await live.goto(addressOf('NestJS'))
  await live.locator('#live-state', { hasText: 'Connected' }).waitFor()
  return { live, other }
}

test.each(['Koa', 'Next.js', 'NestJS'])(
  'what happens at %s is seen live, and a sign-out turns it dark',
  async (framework) => {
    const { live, other } = await twoTabs(framework)
    await other.getByRole('button', { name: 'Count one more' }).click()
    await live.locator('#live-count', { hasText: /^1$/ }).waitFor()
    await other.getByRole('button', { name: 'Enamel mug' }).click()
    await live.locator('#live-cart', { hasText: /^1$/ }).waitFor()

    await other.getByRole('button', { name: 'Sign out', exact: true }).click()
    await live.locator('#live[data-state="dark"]').waitFor()
    expect(await live.locator('#live-state').textContent()).toBe('Signed out')
    await live.context().close()
  },
)

test('without a script the card is not there', async () => {
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(addressOf('NestJS'))
  await page.getByRole('button', { name: 'Mira Okafor' }).click()
  await page.getByRole('heading', { level: 1, name: 'Hello, Mira Okafor' }).waitFor()
  expect(await page.locator('#live').isVisible()).toBe(false)
  await page.context().close()
})
