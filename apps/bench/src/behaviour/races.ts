import { setTimeout } from 'node:timers/promises'
import { Browser } from '../browser.ts'

/** What became of parallel requests. */
export interface Races {
  /** Of these many updates that were answered with 200 … */
  readonly confirmed: number
  /** … so many were not there afterwards. */
  readonly lost: number
  /** In so many of `signOuts`, the session lived on after the sign-out. */
  readonly revived: number
}

/** Parallel updates of one session, each of a key of its own. */
export const updates = 50

/** Sign-outs that a slow write races. */
export const signOuts = 10

/** `inCookie`: an old cookie shows nothing, because it holds the session. */
export async function race(port: number, inCookie: boolean): Promise<Races> {
  let revived = 0
  for (let i = 0; i < signOuts; i++) if (await isRevived(port, inCookie)) revived++
  return { ...(await loseUpdates(port)), revived }
}

/** All have read the session before the first one writes. */
async function loseUpdates(port: number): Promise<{ confirmed: number; lost: number }> {
  const browser = await signedIn(port)
  const keys = Array.from({ length: updates }, (_, i) => `key-${i}`)
  const answers = Promise.all(keys.map((key) => browser.ask(`/put?${key}`)))
  await release(port, updates)
  const statuses = (await answers).map(({ status }) => status)
  const kept = new Set((await browser.expect('/keys')).split(','))
  const confirmed = keys.filter((_, i) => statuses[i] === 200)
  return { confirmed: confirmed.length, lost: confirmed.filter((key) => !kept.has(key)).length }
}

/** A write that has read the session before a sign-out, and ends after it. */
async function isRevived(port: number, inCookie: boolean): Promise<boolean> {
  const browser = await signedIn(port)
  const old = browser.cookie
  const late = browser.ask('/put?late')
  await held(port, 1)
  await browser.expect('/sign-out')
  await release(port, 1)
  await late
  const views = [browser, ...(inCookie ? [] : [new Browser(port, old)])]
  for (const view of views) if ((await view.expect('/read')) !== '') return true
  return false
}

async function signedIn(port: number): Promise<Browser> {
  const browser = new Browser(port)
  await browser.expect('/fill?ada&300')
  return browser
}

/** Lets the requests go on that wait in their handlers, once so many do. */
async function release(port: number, count: number): Promise<void> {
  await held(port, count)
  await new Browser(port).expect('/open')
}

async function held(port: number, count: number): Promise<void> {
  const observer = new Browser(port)
  const end = performance.now() + 20_000
  while (Number(await observer.expect('/waiting')) < count) {
    if (performance.now() > end) throw new Error(`${count} parallel requests did not get through.`)
    await setTimeout(1)
  }
}
