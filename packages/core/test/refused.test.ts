import type { LazySession } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { codeOf, type Data, type Setup, setup } from './support/setup.ts'

/** A request with this token, whose response begins when `begin` is called. */
function request(
  { sessions }: Setup,
  token: string | null,
): { session: LazySession<Data>; begin: () => void; finish: () => Promise<void> | undefined } {
  let begun = false
  const cookie = `__Host-sid=${token}`
  const { exchange, session } = sessions.exchange({ header: () => cookie }, () => begun)
  return {
    session,
    begin: () => {
      begun = true
    },
    finish: () => exchange.finish(),
  }
}

describe('R65 a first save past the limit', () => {
  it('is refused before anything is stored', async () => {
    const { sessions, backend } = setup({ maxBytes: 100 })
    const session = sessions.open()
    session.set('b', 'x'.repeat(100))
    expect(await codeOf(session.save())).toBe('SESSION_DATA')
    expect(await codeOf(session.create())).toBe('SESSION_DATA')
    expect(await codeOf(session.authenticate('ada', { keep: ['b'] }))).toBe('SESSION_DATA')
    expect(backend.calls).toEqual([])
    session.set('b', 'x')
    await session.save()
    expect(backend.records.size).toBe(1)
  })
})

describe('R28 what needs a cookie, after the first byte', () => {
  it.each([
    ['cycleKey', (session: LazySession<Data>) => session.cycleKey()],
    ['authenticate', (session: LazySession<Data>) => session.authenticate('ada')],
    ['assignNewSessionKey', async (session: LazySession<Data>) => session.assignNewSessionKey()],
    ['setExpiry', async (session: LazySession<Data>) => session.setExpiry('30d')],
  ])('%s is refused, and leaves nothing to save', async (_name, act) => {
    const env = setup()
    const { sessionKey } = await env.stored({ a: 1 })
    const { session, begin, finish } = request(env, sessionKey)
    const loaded = await session.load()
    begin()
    env.backend.calls.length = 0
    expect(await codeOf(act(session))).toBe('SESSION_READ_ONLY')
    expect(loaded.toObject()).toEqual({ a: 1 })
    await finish()
    expect(env.backend.calls).toEqual([])
  })
})

describe('a sign-in that fails', () => {
  it('leaves the visitor the data of before', async () => {
    const { stored, load, backend } = setup()
    const session = await stored({ a: 1, b: 'old' })
    session.set('b', 'new')
    backend.down()
    expect(await codeOf(session.authenticate('ada', { keep: ['b'] }))).toBe('SESSION_UNAVAILABLE')
    backend.up()
    expect(session.toObject()).toEqual({ a: 1, b: 'new' })
    await session.save()
    expect((await load(session.sessionKey)).toObject()).toEqual({ a: 1, b: 'new' })
    expect(session.userId).toBeNull()
  })

  it('leaves a new visitor what was set in this request', async () => {
    const { sessions, load, backend } = setup()
    const session = await sessions.open().load()
    session.set('a', 1)
    backend.down()
    expect(await codeOf(session.authenticate('ada'))).toBe('SESSION_UNAVAILABLE')
    backend.up()
    await session.save()
    expect((await load(session.sessionKey)).toObject()).toEqual({ a: 1 })
  })

  it('as another user leaves the one who is signed in as they were', async () => {
    const { stored, backend } = setup()
    const session = await stored()
    await session.authenticate('ada')
    session.set('b', 'hers')
    backend.down()
    expect(await codeOf(session.authenticate('grace'))).toBe('SESSION_UNAVAILABLE')
    backend.up()
    expect(session.userId).toBe('ada')
    expect(session.get('b')).toBe('hers')
  })
})

describe('a property of the session object that it does not have', () => {
  it('cannot be assigned: nothing is kept that no save would store', async () => {
    const session: object = await setup().stored()
    expect(() => Object.assign(session, { user: 'ada' })).toThrow(TypeError)
    expect(Reflect.set(session, 'user', 'ada')).toBe(false)
    expect('user' in session).toBe(false)
  })
})
