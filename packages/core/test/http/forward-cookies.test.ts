import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'

const minute = 60_000

/** Sessions with a clock to move, and one request after another. */
function visits() {
  let now = Date.UTC(2026, 0, 1)
  const sessions = createSessions({ backend: memoryBackend(), name: false, clock: () => now })
  return {
    advance: (milliseconds: number) => {
      now += milliseconds
    },
    /** One request with this `Cookie` header, which the session is loaded and committed in. */
    visit: async (cookie: string, userId?: string) => {
      const request = { header: (name: string) => (name === 'cookie' ? cookie : undefined) }
      const { exchange, session } = sessions.exchange(request, () => false)
      const loaded = await session.load()
      if (userId !== undefined) await session.authenticate(userId)
      await exchange.commit(200)
      return {
        user: loaded.userId,
        token: loaded.sessionKey ?? '',
        forwarded: exchange.forwardedCookie(),
      }
    },
  }
}

describe('R124: the cookie header that a proxy forwards', () => {
  it('is left alone where the response sets no cookie', async () => {
    const { visit } = visits()
    expect((await visit('a=1')).forwarded).toBeUndefined()
  })

  it('holds the new token first, the one that was sent beside it, and the others as they were', async () => {
    const { visit, advance } = visits()
    const { token } = await visit('', 'ada')
    advance(16 * minute)
    const sent = `a="x y";b=1=2; c ; __Host-sid=${token};d=%E0`
    const { forwarded, token: successor } = await visit(sent)
    // The token in hand is the successor, once it was made.
    expect(successor).not.toBe(token)
    expect(forwarded).toBe(
      `__Host-sid=${successor}; __Host-sid-presented=${token}; a="x y"; b=1=2; c; d=%E0`,
    )
  })

  it('does not bring the successor into force, and a client that presents it does', async () => {
    const { visit, advance } = visits()
    const { token } = await visit('', 'ada')
    advance(16 * minute)
    const { forwarded = '', token: successor } = await visit(`__Host-sid=${token}`)
    expect((await visit(forwarded)).user).toBe('ada')
    advance(10 * minute)
    expect((await visit(`__Host-sid=${token}`)).user).toBe('ada')

    await visit(`__Host-sid=${successor}`)
    await visit(`__Host-sid=${successor}`)
    advance(minute)
    expect((await visit(`__Host-sid=${token}`)).user).toBe(null)
  })

  it('R9: what is sent beside the cookie opens nothing, and vouches for no other session', async () => {
    const { visit, advance } = visits()
    const ada = await visit('', 'ada')
    const bob = await visit('', 'bob')
    expect((await visit(`__Host-sid-presented=${ada.token}`)).user).toBe(null)
    advance(16 * minute)
    const { token: successor } = await visit(`__Host-sid=${ada.token}`)
    await visit(`__Host-sid=${successor}; __Host-sid-presented=${bob.token}`)
    advance(minute)
    // It came into force all the same, so the one before it is a stolen one by now.
    expect((await visit(`__Host-sid=${ada.token}`)).user).toBe(null)
  })
})
