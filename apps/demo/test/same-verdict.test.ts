import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Browser } from '../src/check/browser.ts'
import { soon } from '../src/check/soon.ts'
import { cookieHeaders } from './cookie-headers.ts'
import { GuardedPage } from './guarded-page.ts'
import { demoStarter } from './start-demos.ts'

// Starts all demos on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 })

const count = 2000
const seed = 20_261_121

const starter = demoStarter()
let addresses: readonly string[]
let guarded: readonly GuardedPage[]

beforeAll(async () => {
  const { servers } = await starter.start()
  addresses = servers.map(({ address }) => address)
  guarded = addresses.map((address) => new GuardedPage(address))
})

afterAll(async () => {
  for (const page of guarded) page.close()
  await starter.stop()
})

/** What each demo says to a header. */
function verdicts(header: string): Promise<(string | null)[]> {
  return Promise.all(guarded.map((page) => page.letsIn(header)))
}

function tokenOf({ jar }: Browser): string {
  return jar.get('__Host-sid') ?? ''
}

/** Signs somebody in at one of the demos, with a cart from before. Gives the tokens of before and after. */
async function signIn(person: string, at: number): Promise<{ browser: Browser; tokens: string[] }> {
  const browser = new Browser(addresses[at] ?? '')
  await browser.submit('/cart/add', { product: 'mug' })
  const before = tokenOf(browser)
  await browser.submit('/sign-in', { person })
  return { browser, tokens: [before, tokenOf(browser)] }
}

test('the guards of all frameworks give the same verdict for the same cookie header, whatever is in it', async () => {
  const signedIn = new Map<string, string>()
  const others: string[] = []
  for (const [at, person] of ['mira', 'jonas', 'aiko'].entries()) {
    const { tokens } = await signIn(person, at)
    const [before = '', after = ''] = tokens
    signedIn.set(after, person)
    others.push(before)
    const gone = await signIn(person, at)
    await gone.browser.submit('/sign-out')
    others.push(gone.tokens[1] ?? '')
  }
  const visitor = new Browser(addresses[0] ?? '')
  await visitor.submit('/cart/add', { product: 'map' })
  others.push(tokenOf(visitor))

  // What each token is by itself, once every process has heard of it.
  await soon(async () => {
    for (const token of [...signedIn.keys(), ...others]) {
      expect(token).toHaveLength(66)
      const who = signedIn.get(token) ?? null
      expect(await verdicts(`__Host-sid=${token}`)).toEqual(addresses.map(() => who))
    }
  })

  const headers = cookieHeaders({ live: [...signedIn.keys()], others }, count, seed)
  const said = new Map<string | null, number>()
  const different: { header: string; verdicts: (string | null)[] }[] = []
  const queue = headers.values()
  const ask = async (): Promise<void> => {
    for (const header of queue) {
      const given = await verdicts(header)
      const [first = null] = given
      said.set(first, (said.get(first) ?? 0) + 1)
      if (new Set(given).size !== 1) different.push({ header, verdicts: given })
    }
  }
  await Promise.all(Array.from({ length: 4 }, ask))

  expect(different).toEqual([])
  // Both verdicts are common, and everybody was let in by some header.
  const keptOut = said.get(null) ?? 0
  expect(keptOut).toBeGreaterThan(count / 4)
  expect(count - keptOut).toBeGreaterThan(count / 4)
  for (const person of signedIn.values()) expect(said.get(person)).toBeGreaterThan(count / 20)
})
