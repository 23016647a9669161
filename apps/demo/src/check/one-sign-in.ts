import assert from 'node:assert/strict'
import type { ServerProcess } from '../server-process.ts'
import { Browser } from './browser.ts'
import { assertSignedOut } from './guest.ts'
import { factsOf, type PageFacts } from './page-facts.ts'
import type { Rules } from './rules.ts'
import { soon } from './soon.ts'
import { step } from './step.ts'

/** What is done at one demo is seen by all: a browser sends its cookie to every port of a host. */
export async function oneSignIn(servers: readonly ServerProcess[], rules: Rules): Promise<void> {
  for (const [index, here] of servers.entries()) {
    const next = servers[(index + 1) % servers.length] ?? here
    const browser = new Browser(here.address)

    await step(`signed in at ${here.framework}, signed in everywhere`, async () => {
      await browser.submit('/sign-in', { person: 'aiko' })
      for (const facts of await lookEverywhere(browser, servers)) {
        assert.equal(facts.heading, 'Hello, Aiko Tanaka')
      }
    })

    await step(
      `a cart that ${here.framework} changed is the cart of ${next.framework}`,
      async () => {
        await at(browser, here).submit('/cart/add', { product: 'mug' })
        // The form is there once the mug is.
        await soon(async () => {
          await at(browser, next).submit('/cart/change', { product: 'mug', by: '1' })
        })
        await soon(async () => {
          for (const { cart } of await lookEverywhere(browser, servers)) {
            assert.deepEqual(cart, { mug: 2 })
          }
        })
      },
    )

    await step(`clicks at all of them ${rules.manner} are all counted`, async () => {
      const clicks = servers.flatMap((server) =>
        Array.from({ length: 5 }, () => async () => {
          const tab = new Browser(server.address, browser.jar)
          await tab.submit('/counter')
          for (const [name, value] of tab.jar) browser.jar.set(name, value)
        }),
      )
      await rules.each(clicks)
      await soon(async () => {
        for (const { count } of await lookEverywhere(browser, servers)) {
          assert.equal(count, clicks.length)
        }
      })
    })

    await step(`signed out at ${next.framework}, signed out everywhere`, async () => {
      const old = new Map(browser.jar)
      await at(browser, next).submit('/sign-out')
      for (const server of servers) assertSignedOut(await at(browser, server).open())
      if (!rules.keepsRecords) return
      await soon(async () => {
        for (const { address } of servers) assertSignedOut(await new Browser(address, old).open())
      })
    })
  }
}

/** The same browser at another of the demos. */
function at(browser: Browser, { address }: ServerProcess): Browser {
  browser.address = address
  return browser
}

async function lookEverywhere(
  browser: Browser,
  servers: readonly ServerProcess[],
): Promise<PageFacts[]> {
  const pages: PageFacts[] = []
  for (const server of servers) pages.push(factsOf((await at(browser, server).open()).text))
  return pages
}
