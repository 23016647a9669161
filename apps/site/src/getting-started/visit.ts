import assert from 'node:assert/strict'
import type { Browser } from 'demo/browser'

/** A newcomer's first visit: tea, a sign-in, and more tea. */
export async function signIn(browser: Browser): Promise<void> {
  await shows(browser, 'Nobody has 0 tea')
  await browser.press('Add tea')
  await shows(browser, 'Nobody has 1 tea')
  const anonymous = new Map(browser.jar)
  await browser.press('Sign in')
  await shows(browser, 'ada has 1 tea')
  assert.notDeepEqual(browser.jar, anonymous, 'The sign-in has kept the token.')
  await browser.press('Add tea')
  await shows(browser, 'ada has 2 tea')
}

/** The visit after the app was started again. */
export async function signOut(browser: Browser): Promise<void> {
  await shows(browser, 'ada has 2 tea')
  const copy = new Map(browser.jar)
  await browser.press('Sign out')
  await shows(browser, 'Nobody has 0 tea')
  browser.jar.clear()
  for (const [name, value] of copy) browser.jar.set(name, value)
  await shows(browser, 'Nobody has 0 tea')
}

async function shows(browser: Browser, text: string): Promise<void> {
  const { status, text: html } = await browser.open()
  // React marks where one text ends and the next begins.
  const page = html.replaceAll('<!-- -->', '')
  assert.ok(
    page.includes(text),
    `The page should say "${text}". It is, with status ${status}:\n${page.slice(0, 2000)}`,
  )
}
