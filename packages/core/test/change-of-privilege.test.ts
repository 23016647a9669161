import { memoryBackend } from '@sojourn/backend-memory'
import type { SessionStore } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { type Data, setup } from './support/setup.ts'

type Act = (session: SessionStore<Data>) => Promise<unknown>

const changes: [string, Act][] = [
  ['signing in again as the same user', (session) => session.authenticate('ada')],
  ['a step-up', (session) => session.authenticate('ada', { level: 'mfa' })],
  [
    'a change back from a higher level',
    async (session) => {
      await session.authenticate('ada', { level: 'mfa' })
      await session.authenticate('ada', { level: 'password' })
    },
  ],
  ['signing in as somebody else', (session) => session.authenticate('grace')],
  ['cycleKey, for a change of role', (session) => session.cycleKey()],
  [
    'assignNewSessionKey and a save',
    async (session) => {
      session.assignNewSessionKey()
      await session.save()
    },
  ],
  ['credentials changed', (session) => session.revokeOthers()],
]

describe('R22, R24 every change of privilege replaces the token, at once', () => {
  it.each(changes)('%s', async (_, act) => {
    const { stored, load } = setup({ backend: memoryBackend() })
    const session = await stored()
    await session.authenticate('ada')
    const before = session.sessionKey
    await act(session)
    expect(session.sessionKey).not.toBe(before)
    expect((await load(before)).userId).toBeNull()
    expect((await load(session.sessionKey)).userId).toBe(session.userId)
  })

  it('a sign-out too: the token that a later write makes is another one', async () => {
    const { stored, load } = setup()
    const session = await stored()
    await session.authenticate('ada')
    const before = session.sessionKey
    await session.signOut()
    session.set('a', 1)
    await session.save()
    expect(session.sessionKey).not.toBe(before)
    expect((await load(before)).isNew).toBe(true)
    expect((await load(session.sessionKey)).userId).toBeNull()
  })

  it('the level says how the user proved who they are, and is not the session’s data', async () => {
    const { stored, load } = setup()
    const session = await stored()
    await session.authenticate('ada', { level: 'mfa' })
    session.update({ level: 'root', authLevel: 'root' } as never)
    await session.save()
    expect((await load(session.sessionKey)).authLevel).toBe('mfa')
    await session.authenticate('ada')
    expect((await load(session.sessionKey)).authLevel).toBeNull()
  })
})
