import { webHeaders } from '@sojourn/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { setup } from '../support/setup.ts'

const name = '__Host-sid'

/** What a response without a session would have sent as it is. */
async function exchangeWith(
  env: ReturnType<typeof setup>,
  cookie: string | undefined,
  signOut: boolean,
): Promise<{ userId: string | null; isNew: boolean; setCookie: string[] }> {
  const request = { header: (header: string) => (header === 'cookie' ? cookie : undefined) }
  const { exchange, session } = env.sessions.exchange(request, () => false)
  const { userId, isNew } = await session.load()
  if (signOut) await session.signOut()
  await exchange.commit(200)
  const headers = new Headers()
  exchange.apply(webHeaders(headers))
  return { userId, isNew, setCookie: headers.getSetCookie() }
}

it('R20 100,000 anonymous requests and sign-outs leave no record and set no cookie', async () => {
  const env = setup()
  for (let i = 0; i < 100_000; i++) {
    const { setCookie } = await exchangeWith(env, undefined, i % 2 === 0)
    if (setCookie.length > 0) throw new Error(`Request ${i} got a cookie.`)
  }
  expect(env.backend.calls).toEqual([])
  expect(env.backend.records.size).toBe(0)
}, 60_000)

it('R84, R88 100,000 generated cookie headers: no throw, and no session without a valid token', async () => {
  const env = setup()
  const session = await env.stored()
  await session.authenticate('ada')
  const token = session.sessionKey ?? ''
  const pieces = [
    name,
    '=',
    ';',
    '; ',
    ' ',
    '\t',
    '"',
    '%',
    '$Version',
    '.',
    token,
    token.slice(0, 40),
  ]
  const part = fc.oneof(
    fc.constantFrom(
      ...pieces,
      `${name}=${token}`,
      `${name}=`,
      `${name}="${token}"`,
      `${name.toLowerCase()}=${token}`,
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.base64String({ maxLength: 70 }),
  )
  const header = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(header, async (cookie) => {
      const { userId, isNew } = await exchangeWith(env, cookie, false)
      // Only a header that holds the very token, as a value of the very name, may open the session.
      const isValid = cookie
        .split(';')
        .some(
          (pair) =>
            pair.replace(/^[ \t]+|[ \t]+$/g, '').replace(/[ \t]*=[ \t]*/, '=') ===
            `${name}=${token}`,
        )
      if (!isValid && (userId !== null || !isNew)) throw new Error('A session without its token.')
    }),
    { numRuns: 100_000 },
  )
  expect(env.backend.records.size).toBe(1)
}, 120_000)
