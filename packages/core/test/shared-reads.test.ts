import { describe, expect, it } from 'vitest'
import { codeOf, setup } from './support/setup.ts'

describe('R59 concurrent loads share one read', () => {
  it('a thousand loads of one session, one read', async () => {
    const { stored, load, backend } = setup()
    const { sessionKey } = await stored()
    backend.calls.length = 0
    await Promise.all(Array.from({ length: 1000 }, () => load(sessionKey)))
    expect(backend.calls).toEqual(['read'])
  })

  it('a load after a write here does not join a read from before it', async () => {
    const { stored, load, backend } = setup()
    const session = await stored({ a: 1 })
    const { reached, release } = backend.hold('read')
    const early = load(session.sessionKey)
    await reached
    session.set('a', 2)
    await session.save()
    expect((await load(session.sessionKey)).get('a')).toBe(2)
    release()
    await early
  })

  it('R55 nor one from before a revocation here', async () => {
    const { stored, load, backend, sessions } = setup()
    const session = await stored({ a: 1 })
    const { reached, release } = backend.hold('read')
    const early = load(session.sessionKey)
    await reached
    await sessions.revokeAll()
    expect((await load(session.sessionKey)).isNew).toBe(true)
    release()
    await early
  })

  it('a failed read is remembered by nobody', async () => {
    const { stored, load, backend } = setup()
    const { sessionKey } = await stored()
    backend.fail('read', undefined, 2)
    expect(await codeOf(load(sessionKey))).toBe('SESSION_UNAVAILABLE')
    expect((await load(sessionKey)).isNew).toBe(false)
  })
})
