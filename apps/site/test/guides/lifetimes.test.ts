import type { Expiry, Sessions } from '@sojourn/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let sessions: Sessions<{ cart: string[] }>
let signIn: typeof import('#examples/docs/guides/lifetimes/remember-me.ts').signIn

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.resetModules()
  ;({ sessions } = await import('#examples/docs/guides/lifetimes/sessions.ts'))
  ;({ signIn } = await import('#examples/docs/guides/lifetimes/remember-me.ts'))
})
afterEach(async () => {
  await sessions.close()
  vi.useRealTimers()
})

const passes = (milliseconds: number): void => {
  vi.setSystemTime(Date.now() + milliseconds)
}

/** One visit: loads the session, and settles it as a response does. Who is signed in. */
async function visit(token: string, touch = true): Promise<string | null> {
  const session = await sessions.open(token).load({ touch })
  if (touch) await session.save()
  return session.userId
}

async function signedIn(expiry?: Expiry): Promise<string> {
  const session = sessions.open()
  await session.authenticate('ada')
  if (expiry !== undefined) session.setExpiry(expiry)
  await session.save()
  return (await session.load()).sessionKey ?? ''
}

it('R37 a session ends after a day without activity, and after seven days in any case', async () => {
  const idle = await signedIn()
  passes(day)
  expect(await visit(idle)).toBeNull()

  const busy = await sessions.open().load()
  await busy.authenticate('ada')
  for (let half = 0; half < 13; half++) {
    passes(12 * hour)
    expect(await (await busy.load({ fresh: true })).userId).toBe('ada')
    await busy.save()
  }
  passes(12 * hour)
  expect((await busy.load({ fresh: true })).userId).toBeNull()
})

it('R38 a request just before moves the end by nothing, and neither does polling', async () => {
  const token = await signedIn()
  passes(10 * minute)
  await visit(token)
  passes(day - 10 * minute)
  expect(await visit(token)).toBeNull()

  const other = await signedIn()
  passes(12 * hour)
  await visit(other, false)
  passes(12 * hour)
  expect(await visit(other)).toBeNull()
})

it('"remember me" lasts thirty days, also without activity, and ends then', async () => {
  const session = sessions.open()
  await signIn(session, 'ada', true)
  await session.save()
  const token = (await session.load()).sessionKey ?? ''
  passes(30 * day - 1)
  expect(await visit(token, false)).toBe('ada')
  passes(1)
  expect(await visit(token)).toBeNull()
})

it('without it the cookie ends with the browser, and the session as ever', async () => {
  const session = sessions.open()
  await signIn(session, 'ada', false)
  await session.save()
  const loaded = await session.load()
  expect(loaded.expiresAtBrowserClose).toBe(true)
  expect(loaded.getExpiryAge()).toBe(day / 1000)
})

it('null goes back to the settings; max is the last word; a Date that is past is refused', async () => {
  const remembered = await sessions.open(await signedIn('30d')).load()
  expect(remembered.getExpiryAge()).toBe((30 * day) / 1000)
  remembered.setExpiry(null)
  await remembered.save()
  expect(remembered.getExpiryAge()).toBe(day / 1000)
  expect(() => remembered.setExpiry(new Date(0))).toThrow(/The expiry is a Date that is past/)

  const long = await sessions.open(await signedIn('400d')).load()
  passes(200 * day)
  long.setExpiry('400d')
  await long.save()
  passes(200 * day - 1)
  expect(await visit(long.sessionKey ?? '', false)).toBe('ada')
  passes(1)
  expect(await visit(long.sessionKey ?? '')).toBeNull()
})
