import type { SessionStore } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { codeOf, type Data, hour, minute, type Setup, setup } from './support/setup.ts'

const lifetime = { idle: '1d', absolute: '7d', renewal: '15m' } as const

/** A socket's session, and that of the browser that goes on using it. */
async function connected(): Promise<Setup & { socket: SessionStore<Data>; token: string }> {
  const env = setup({ lifetime })
  const session = await env.stored()
  await session.authenticate('ada')
  const token = session.sessionKey ?? ''
  return { ...env, token, socket: await env.load(token) }
}

/** The browser's requests for this many hours, each with the last token that it got; that token. */
async function browse(env: Setup, from: string, hours: number): Promise<string> {
  let token = from
  for (let passed = 0; passed < hours * hour; passed += 10 * minute) {
    env.pass(10 * minute)
    const session = await env.load(token)
    session.set('a', passed)
    await session.save()
    token = session.sessionKey ?? ''
  }
  return token
}

describe('T13 what was accepted goes on by id and generation', () => {
  it('however often its token was renewed meanwhile', async () => {
    const env = await connected()
    const { sessions, socket } = env
    await browse(env, env.token, 5)
    // To a request that arrives with it now, the token says nothing any more.
    expect((await env.load(env.token)).userId).toBeNull()

    await socket.load({ fresh: true })
    expect(socket.userId).toBe('ada')
    expect(socket.get('a')).toBe(5 * hour - 10 * minute)
    const message = await sessions.again(socket).load()
    expect(message.userId).toBe('ada')
    message.set('b', 'from the socket')
    await message.save()
    await socket.load({ fresh: true })
    expect(socket.get('b')).toBe('from the socket')
  })

  it('until the session ends', async () => {
    const env = await connected()
    const { sessions, socket } = env
    await sessions.revoke(socket.id ?? '', { userId: 'ada' })
    expect((await sessions.again(socket).load()).userId).toBeNull()
    await socket.load({ fresh: true })
    expect(socket.userId).toBeNull()
  })

  it.each(['cycleKey', 'authenticate'] as const)(
    'until its token is replaced by %s',
    async (how) => {
      const env = await connected()
      const { sessions, socket, token } = env
      const other = await env.load(token)
      await other[how]('ada')
      expect((await sessions.again(socket).load()).userId).toBeNull()
      await socket.load({ fresh: true })
      expect(socket.userId).toBeNull()
      expect(await codeOf(save(socket))).toBe('SESSION_INTERRUPTED')
    },
  )

  it('until it expires', async () => {
    const env = await connected()
    env.pass(25 * hour)
    expect((await env.sessions.again(env.socket).load()).userId).toBeNull()
  })
})

describe('the same session again', () => {
  it('keeps changes of its own', async () => {
    const { sessions, socket } = await connected()
    const [one, two] = await Promise.all([
      sessions.again(socket).load(),
      sessions.again(socket).load(),
    ])
    one.set('a', 11)
    two.set('b', 'two')
    await two.save()
    expect((await sessions.again(socket).load()).toObject()).toEqual({ b: 'two' })
    await one.save()
    expect((await sessions.again(socket).load()).toObject()).toEqual({ a: 11, b: 'two' })
  })

  it('of a visitor without a session is nobody’s', async () => {
    const { sessions, load } = setup({ lifetime })
    const again = await sessions.again(await load(null)).load()
    expect(again.isNew).toBe(true)
    expect(again.userId).toBeNull()
  })

  it('before a load is judged by its token', async () => {
    const { sessions, token } = await connected()
    expect((await sessions.again(sessions.open(token)).load()).userId).toBe('ada')
  })
})

async function save(session: SessionStore<Data>): Promise<void> {
  session.set('a', 2)
  await session.save()
}
