import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Browser } from '../src/check/browser.ts'
import { soon } from '../src/check/soon.ts'
import type { Running } from '../src/start-all.ts'
import { demoStarter } from './start-demos.ts'

// Starts all demos on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const starter = demoStarter()
let running: Running

beforeAll(async () => {
  running = await starter.start()
})

afterAll(() => starter.stop())

/** The parts of a page that every demo has: of each its tags with their classes and ids, and its texts. */
function partsOf(html: string): string[] {
  const parts = html.match(/<section\b[^>]*aria-labelledby="(?!live)[^>]*>.*?<\/section>/gs) ?? []
  return parts.map((part) =>
    part
      .replace(/<!--.*?-->|<input\b[^>]*type="hidden"[^>]*>/gs, '')
      .replace(/<\/?([\w-]+)([^>]*)>/g, (tag, name: string, attributes: string) => {
        if (tag.startsWith('</')) return `</${name}>`
        const kept = ['id', 'class', 'name', 'value', 'role', 'aria-label', 'aria-labelledby']
        const found = kept.flatMap(
          (each) => new RegExp(`\\s${each}="[^"]*"`).exec(attributes)?.[0].trim() ?? [],
        )
        return `<${[name, ...found].join(' ')}>`
      })
      .replace(/\s*(<[^>]*>)\s*/g, '$1')
      .replace(/\s+/g, ' ')
      .replaceAll('&#x27;', '&#39;')
      .trim(),
  )
}

test('the page is the same in all of them: for a visitor, a cart, a person with two devices', async () => {
  const [first] = running.servers
  const browser = new Browser(first?.address ?? '')
  const pages = async (): Promise<string[][]> =>
    await Promise.all(
      running.servers.map(async ({ address }) => {
        const { text } = await new Browser(address, browser.jar).open()
        return partsOf(text)
      }),
    )
  const expectSame = async (count: number): Promise<void> => {
    await soon(async () => {
      const [one, ...others] = await pages()
      expect(one).toHaveLength(count)
      for (const other of others) expect(other).toEqual(one)
    })
  }

  await expectSame(4)
  await browser.submit('/cart/add', { product: 'mug' })
  await browser.submit('/cart/add', { product: 'map' })
  await expectSame(4)
  await browser.submit('/sign-in', { person: 'mira' })
  await new Browser(browser.address).submit('/sign-in', { person: 'mira' })
  await expectSame(5)
})
