import type { SessionStore } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { request } from './support/request.ts'
import { codeOf, type Data, type Setup, setup } from './support/setup.ts'

async function signedIn(): Promise<Setup & { readonly token: string }> {
  const env = setup()
  const session = await env.stored({ a: 1, b: 'x' })
  await session.authenticate('ada', { keep: ['a', 'b'] })
  return { ...env, token: session.sessionKey ?? '' }
}

describe('R45 after destroy', () => {
  it('every read is empty', async () => {
    const { load, token } = await signedIn()
    const session = await load(token)
    await session.destroy()
    const { userId, id, sessionKey, authLevel, authenticatedAt, createdAt } = session
    expect([userId, id, sessionKey, authLevel, authenticatedAt, createdAt]).toEqual(
      Array(6).fill(null),
    )
    expect([session.get('a'), session.has('a'), session.size]).toEqual([undefined, false, 0])
    expect([session.toObject(), session.keys()]).toEqual([{}, []])
    expect(await session.exists()).toBe(false)
  })

  const writes: [string, (session: SessionStore<Data>) => unknown][] = [
    ['set', (session) => session.set('a', 1)],
    ['update', (session) => session.update({ a: 1 })],
    ['delete', (session) => session.delete('a')],
    ['clear', (session) => session.clear()],
    ['change', (session) => session.change('a', () => 1)],
    ['flash', (session) => session.flash('n', 1)],
    ['setExpiry', (session) => session.setExpiry('1h')],
    ['assignNewSessionKey', (session) => session.assignNewSessionKey()],
    ['authenticate', (session) => session.authenticate('ada')],
    ['create', (session) => session.create()],
    ['cycleKey', (session) => session.cycleKey()],
  ]
  it.each(writes)('%s is refused', async (_, write) => {
    const { load, token, backend } = await signedIn()
    const session = await load(token)
    await session.destroy()
    expect(await codeOf((async () => write(session))())).toBe('SESSION_DESTROYED')
    expect(backend.records.size).toBe(0)
  })

  it('the end of the request writes nothing, and deletes the cookie', async () => {
    const env = await signedIn()
    env.backend.calls.length = 0
    const { code, setCookie } = await request(env, [env.token], async (session) => {
      session.set('a', 2)
      await session.destroy()
    })
    expect(code).toBeNull()
    expect(env.backend.calls).toEqual(['read', 'delete'])
    expect(setCookie).toEqual([expect.stringMatching(/^__Host-sid=;.*Max-Age=0/)])
    expect(env.backend.records.size).toBe(0)
  })
})
