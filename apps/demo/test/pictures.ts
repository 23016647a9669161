import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '@sojourn/test-servers/chromium'
import type { Browser, Page } from 'playwright-core'
import type { Running } from '../src/start-all.ts'
import { demoStarter } from './start-demos.ts'

// Takes the pictures of the README: one sign-in across the demos, in a light and in a dark browser.
// By hand, after `npm run build`: `npm run pictures` in this folder.

const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url))
const size = { width: 460, height: 500 }

interface Picture {
  readonly caption: string
  readonly png: Buffer
}

mkdirSync(folder, { recursive: true })
const starter = demoStarter()
const browser = await launchChromium()
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const pictures = await oneSignIn(await starter.start(), colorScheme)
    const file = `${folder}one-sign-in-${colorScheme}.jpg`
    await mount(browser, pictures, colorScheme, file)
    console.log(file)
  }
} finally {
  await browser.close()
  await starter.stop()
}

/** Signs in at Koa, fills the cart at Next.js, signs out at NestJS. */
async function oneSignIn(
  { servers }: Running,
  colorScheme: 'light' | 'dark',
): Promise<readonly Picture[]> {
  const context = await browser.newContext({ viewport: size, colorScheme })
  const page = await context.newPage()
  const pictures: Picture[] = []
  const open = async (framework: string): Promise<void> => {
    await page.goto(servers.find((server) => server.framework === framework)?.address ?? '')
  }
  const press = async (name: string): Promise<void> => {
    await page.getByRole('button', { name }).click()
  }
  const take = async (caption: string): Promise<void> => {
    await page.mouse.move(0, 0)
    pictures.push({ caption, png: await page.screenshot() })
  }

  await open('Koa')
  await press('Mira Okafor')
  await greeted(page)
  await take('1 · Sign in at Koa.')

  await open('Next.js')
  await press('Enamel mug')
  await page.locator('#line-mug').waitFor()
  await press('Folding map')
  await page.locator('#line-map').waitFor()
  await press('One Folding map more')
  await page.locator('#line-map .quantity', { hasText: '2' }).waitFor()
  await page.locator('#cart').scrollIntoViewIfNeeded()
  await take('2 · Next.js knows you. Fill the cart.')

  await open('NestJS')
  await page.locator('#live-state', { hasText: 'Connected' }).waitFor()
  await page.locator('#live').scrollIntoViewIfNeeded()
  await take('3 · NestJS has it, and tells it live.')

  await press('Sign out')
  await page.getByRole('heading', { name: 'Who is travelling?' }).waitFor()
  await open('Koa')
  await take('4 · Sign out at NestJS. Koa and Next.js know.')
  await context.close()
  return pictures
}

async function greeted(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Hello, Mira Okafor' }).waitFor()
}

/** Puts the pictures side by side, each under its caption. */
async function mount(
  browser: Browser,
  pictures: readonly Picture[],
  colorScheme: 'light' | 'dark',
  path: string,
): Promise<void> {
  const [ink, paper, line] =
    colorScheme === 'light' ? ['#1d1c1a', '#ffffff', '#d0ccc3'] : ['#eeede9', '#0d1117', '#3a3d3b']
  const figures = pictures.map(
    ({ caption, png }) =>
      `<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
  )
  const page = await browser.newPage({ viewport: { width: 2 * size.width + 40, height: 100 } })
  await page.setContent(`<style>
    body { margin: 0; padding: 8px; display: grid; grid-template-columns: 1fr 1fr; gap: 24px; color: ${ink}; background: ${paper}; font: 550 16px system-ui, sans-serif }
    figure { margin: 0 } figcaption { padding: 0 0 10px 2px }
    img { display: block; box-sizing: border-box; width: 100%; border: 1px solid ${line}; border-radius: 12px }
  </style>${figures.join('')}`)
  await page.screenshot({ path, fullPage: true, type: 'jpeg', quality: 62 })
  await page.close()
}
