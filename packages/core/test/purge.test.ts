import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'

describe('R46 removing what has expired', () => {
  it('a removal that fails is its caller’s error, and no request’s', async () => {
    let time = 1_800_000_000_000
    const backend = memoryBackend()
    const sessions = createSessions({ backend, name: false, clock: () => time })
    const session = await sessions.open().load()
    await session.authenticate('ada')
    backend.deleteExpired = () => Promise.reject(new Error('disk full'))
    await expect(sessions.clearExpired()).rejects.toThrow('disk full')
    expect((await sessions.open(session.sessionKey ?? '').load()).userId).toBe('ada')
    time += 1000
    session.set('a', 1)
    await session.save()
  })

  it('a removal that hangs holds no request up', async () => {
    const backend = memoryBackend()
    const sessions = createSessions({ backend, name: false })
    const abort = new AbortController()
    backend.deleteExpired = ({ signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(0)))
    const removal = sessions.clearExpired({ signal: abort.signal })
    const session = sessions.open()
    await session.authenticate('ada')
    expect((await session.load()).userId).toBe('ada')
    abort.abort()
    expect(await removal).toBe(0)
  })

  it('spares the session that is in use, and takes the one that is not', async () => {
    let time = 1_800_000_000_000
    const sessions = createSessions({
      backend: memoryBackend(),
      name: false,
      clock: () => time,
      lifetime: { renewal: false },
    })
    const [used, left] = [await sessions.open().load(), await sessions.open().load()]
    await used.authenticate('ada')
    await left.authenticate('ada')
    time += 43_200_000
    await (await sessions.open(used.sessionKey ?? '').load()).save()
    await sessions.connector.save()
    time += 43_200_001
    expect(await sessions.clearExpired()).toBe(1)
    expect((await sessions.open(used.sessionKey ?? '').load()).userId).toBe('ada')
  })
})
