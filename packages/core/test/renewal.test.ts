import { describe, expect, it } from 'vitest'
import { codeOf, day, minute, type Setup, setup } from './support/setup.ts'

const lifetime = { idle: '1d', absolute: '7d', renewal: '15m' } as const

/** A request that only reads: the token that its response carries, or the one it came with. */
async function visit({ load }: Setup, token: string): Promise<string> {
  const session = await load(token)
  session.get('a')
  await session.save()
  return session.sessionKey ?? 'nobody'
}

async function signedIn(): Promise<Setup & { token: string }> {
  const env = setup({ lifetime })
  const session = await env.stored()
  await session.authenticate('ada')
  return { ...env, token: session.sessionKey ?? '' }
}

async function userOf({ load }: Setup, token: string): Promise<string | null> {
  return (await load(token)).userId
}

describe('R25 renewal on schedule', () => {
  it('a token older than the renewal time gets a successor, in the same record', async () => {
    const env = await signedIn()
    expect(await visit(env, env.token)).toBe(env.token)
    env.pass(15 * minute)
    const successor = await visit(env, env.token)
    expect(successor).not.toBe(env.token)
    expect(successor.slice(0, 22)).toBe(env.token.slice(0, 22))
    expect(env.backend.records.size).toBe(1)
    expect(env.events.filter(({ name }) => name === 'renewed').at(-1)?.event).toMatchObject({
      reason: 'scheduled',
    })
  })

  it('the predecessor stays good until the successor is presented: a lost response signs nobody out', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    await visit(env, env.token)
    env.pass(29)
    expect(await visit(env, env.token)).toBe(env.token)
    env.pass(5 * 60 * minute)
    expect(await userOf(env, env.token)).toBe('ada')
  })

  it('a successor that nobody presented within a grace is replaced, and good one grace more', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const first = await visit(env, env.token)
    env.pass(30)
    const second = await visit(env, env.token)
    expect(second).not.toBe(first)
    env.pass(29)
    expect(await userOf(env, first)).toBe('ada')
    expect(await userOf(env, second)).toBe('ada')
    env.pass(2)
    expect(await userOf(env, first)).toBeNull()
    expect(await userOf(env, second)).toBe('ada')
  })

  it('an earlier successor presented in its grace comes into force, and the later one is good one grace more', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const first = await visit(env, env.token)
    env.pass(30)
    const second = await visit(env, env.token)
    env.pass(10)
    await visit(env, first)
    env.pass(day / 2)
    expect(await userOf(env, first)).toBe('ada')
    expect(await userOf(env, second)).toBeNull()
  })

  it('the first request that presents it promotes it; then the predecessor has 30 seconds', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const successor = await visit(env, env.token)
    env.pass(minute)
    expect(await visit(env, successor)).toBe(successor)
    env.pass(29)
    expect(await userOf(env, env.token)).toBe('ada')
    env.pass(60 * minute)
    expect(await userOf(env, successor)).toBe('ada')
  })

  it('a token is judged as of its request’s arrival: a slow upload is not signed out', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const successor = await visit(env, env.token)
    await visit(env, successor)
    env.pass(29)
    const slow = env.sessions.open(env.token)
    env.pass(10 * minute)
    expect((await slow.load()).userId).toBe('ada')
  })

  it('a renewal rides on a write, and a promotion too', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    env.backend.calls.length = 0
    const session = await env.load(env.token)
    session.set('a', 5)
    await session.save()
    expect(session.sessionKey).not.toBe(env.token)
    const next = await env.load(session.sessionKey)
    next.set('a', 6)
    await next.save()
    expect(env.backend.calls).toEqual(['read', 'update', 'read', 'update'])
    env.pass(31)
    expect(await userOf(env, env.token)).toBeNull()
  })

  it('never, when switched off', async () => {
    const env = setup({ lifetime: { renewal: false } })
    const { sessionKey } = await env.stored()
    env.pass(day - 1)
    expect(await visit(env, sessionKey ?? '')).toBe(sessionKey)
  })

  it('a renewal that fails fails no read: it is due again', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    env.backend.fail('update', undefined, 2)
    env.backend.fail('read', undefined, 0)
    expect(await visit(env, env.token)).toBe(env.token)
    expect(await visit(env, env.token)).not.toBe(env.token)
  })
})

describe('R26 parallel requests at the deadline', () => {
  it('make one successor; the losers go on undisturbed, with no new token', async () => {
    const env = await signedIn()
    for (let round = 0; round < 20; round++) {
      env.pass(15 * minute)
      const tokens = await Promise.all(Array.from({ length: 50 }, () => visit(env, env.token)))
      const fresh = new Set(tokens.filter((token) => token !== env.token))
      expect(fresh.size).toBe(1)
      expect(tokens.filter((token) => token !== env.token)).toHaveLength(1)
      const [successor = ''] = fresh
      await visit(env, successor)
      Object.assign(env, { token: successor })
    }
  })

  it('a slow request does not replace the successor that was made while it ran: its response may be lost', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const slow = await env.load(env.token)
    const successor = await visit(env, env.token)
    env.pass(40)
    await slow.save()
    expect(slow.sessionKey).toBe(env.token)
    env.pass(5 * minute)
    expect(await userOf(env, successor)).toBe('ada')
  })

  it('parallel first presentations of a successor promote it once', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const successor = await visit(env, env.token)
    env.backend.calls.length = 0
    await Promise.all(Array.from({ length: 50 }, () => visit(env, successor)))
    expect(env.backend.count('update')).toBeLessThanOrEqual(2)
    expect(await userOf(env, env.token)).toBe('ada')
    env.pass(31)
    expect(await userOf(env, successor)).toBe('ada')
  })
})

describe('R27 theft', () => {
  async function stolen(): Promise<Setup & { token: string; old: string }> {
    const env = await signedIn()
    env.pass(15 * minute)
    const successor = await visit(env, env.token)
    await visit(env, successor)
    env.pass(31)
    return { ...env, old: env.token, token: successor }
  }

  it('a renewed token past its grace ends a signed-in session for both holders, and is told', async () => {
    const env = await stolen()
    expect(await userOf(env, env.old)).toBeNull()
    expect(await userOf(env, env.token)).toBeNull()
    expect(env.backend.records.size).toBe(0)
    expect(env.events.map(({ name }) => name)).toContain('suspected-theft')
  })

  it('an anonymous session is told of, not ended', async () => {
    const env = setup({ lifetime })
    const { sessionKey } = await env.stored()
    env.pass(15 * minute)
    const successor = await visit(env, sessionKey ?? '')
    await visit(env, successor)
    env.pass(31)
    expect((await env.load(sessionKey)).isNew).toBe(true)
    expect((await env.load(successor)).isNew).toBe(false)
    expect(env.events.map(({ name }) => name)).toContain('suspected-theft')
  })

  it('is no theft when the same request has a live cookie too: a duplicate of the old one', async () => {
    const env = await stolen()
    const header = `__Host-sid=${env.old}; __Host-sid=${env.token}`
    const request = { header: (name: string) => (name === 'cookie' ? header : undefined) }
    const { session } = env.sessions.exchange(request, () => false)
    expect((await session.load()).userId).toBe('ada')
    expect(env.backend.records.size).toBe(1)
  })

  it('is no theft for secrets from before the last sign-in, step-up or cycleKey', async () => {
    const env = await stolen()
    const session = await env.load(env.token)
    await session.cycleKey()
    env.pass(minute)
    expect(await userOf(env, env.old)).toBeNull()
    expect(await userOf(env, session.sessionKey ?? '')).toBe('ada')
  })

  it('R44 wrong secrets change nothing, evict nothing, end nothing', async () => {
    const env = await signedIn()
    env.pass(15 * minute)
    const successor = await visit(env, env.token)
    await visit(env, successor)
    const before = structuredClone([...env.backend.records.values()])
    const id = env.token.slice(0, 22)
    for (let i = 0; i < 100; i++) {
      const forged = `${id}.${env.sessions.connector.generateSessionId().slice(23)}`
      const session = await env.load(forged)
      session.set('a', 666)
      await session.save()
      await session.signOut()
    }
    expect(env.backend.records.get(id)).toEqual(before[0])
    // The predecessor is still remembered.
    expect(await userOf(env, env.token)).toBe('ada')
  })
})

describe('zero grace', () => {
  it('a sign-in refuses the predecessor in its grace and the pending successor too', async () => {
    const env = setup({ lifetime })
    const { sessionKey } = await env.stored()
    env.pass(15 * minute)
    const pending = await visit(env, sessionKey ?? '')
    const session = await env.load(sessionKey)
    await session.authenticate('ada')
    for (const token of [sessionKey, pending]) {
      const late = await env.load(token)
      expect(late.isNew).toBe(true)
      late.set('a', 1)
      expect(await codeOf(late.save())).toBe('SESSION_INTERRUPTED')
    }
    expect(await userOf(env, session.sessionKey ?? '')).toBe('ada')
  })
})
