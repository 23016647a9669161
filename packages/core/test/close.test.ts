import { describe, expect, it } from 'vitest'
import { codeOf, setup } from './support/setup.ts'

describe('R116 close', () => {
  it('waits for commits in flight, then refuses work, and closes the backend once', async () => {
    const { stored, sessions, backend } = setup()
    const session = await stored({ a: 1 })
    session.set('a', 2)
    const { reached, release } = backend.hold('update')
    const saved = session.save()
    await reached
    const closed = Promise.all([sessions.close(), sessions.close()])
    release()
    await saved
    await closed
    expect(backend.closed).toBe(1)
    expect([...backend.records.values()][0]?.payload).toContain('"a":2')
    session.set('a', 3)
    expect(await codeOf(session.save())).toBe('SESSION_CONNECTOR')
  })

  it('work in the background after a close is no unhandled rejection', async () => {
    const { stored, load, sessions, pass } = setup()
    const { sessionKey } = await stored()
    const session = await load(sessionKey)
    pass(7200)
    await sessions.close()
    await session.save()
  })

  it('gives up waiting after a bound', async () => {
    const { stored, sessions, backend } = setup({ deadline: 20 })
    const session = await stored()
    session.set('a', 2)
    const { reached } = backend.hold('update')
    const saved = codeOf(session.save())
    await reached
    await sessions.close()
    expect(await saved).toBe('SESSION_UNAVAILABLE')
  })
})
