import { memoryBackend } from '@sojourn/backend-memory'
import {
  createSessions,
  type IpPrivacy,
  type LazySession,
  type SessionInfo,
  type SessionNews,
  type Sessions,
  type SessionsOptions,
  testSession,
} from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { codeOf, collect, setup as setupPlain } from './support/setup.ts'

interface Data {
  a: number
}

interface Setup {
  readonly sessions: Sessions<Data>
  readonly pass: (seconds: number) => void
  readonly signIn: (userId: string, client?: Client) => Promise<string>
  readonly list: (userId: string) => Promise<SessionInfo[]>
  readonly userOf: (token: string) => Promise<string | null>
}

interface Client {
  readonly userAgent?: string
  readonly ip?: string
}

function setup(options: Partial<SessionsOptions<Data>> = {}): Setup {
  let time = 1_800_000_000_000
  const backend = memoryBackend()
  const sessions = createSessions<Data>({ backend, name: false, clock: () => time, ...options })
  const open = ({ userAgent, ip }: Client): LazySession<Data> => {
    const header = (name: string): string | undefined =>
      name === 'user-agent' ? userAgent : undefined
    return sessions.exchange({ header, ip: () => ip }, () => false).session
  }
  return {
    sessions,
    pass: (seconds) => {
      time += seconds * 1000
    },
    signIn: async (userId, client = {}) => {
      const session = open(client)
      await session.authenticate(userId)
      return (await session.load()).sessionKey ?? ''
    },
    list: (userId) => collect(sessions.listForUser(userId)),
    userOf: async (token) => (await sessions.open(token).load()).userId,
  }
}

describe('R11, R41 your devices', () => {
  it('lists every live session of a user, with its device, and never a token', async () => {
    const { signIn, list, pass } = setup()
    const phone = await signIn('ada', { userAgent: 'Phone\u0007 1.0', ip: '203.0.113.77' })
    pass(60)
    const laptop = await signIn('ada', { userAgent: 'x'.repeat(1000), ip: '2001:db8:1:2:3:4:5:6' })
    await signIn('grace')
    const devices = await list('ada')
    expect(devices.map(({ id }) => id).sort()).toEqual(
      [phone, laptop].map((token) => token.slice(0, 22)).sort(),
    )
    const [first] = devices.filter(({ id }) => phone.startsWith(id))
    expect(first).toMatchObject({
      userId: 'ada',
      userAgent: 'Phone  1.0',
      ip: '203.0.113.0',
      level: null,
    })
    expect(first?.createdAt.getTime()).toBe(1_800_000_000_000)
    const [second] = devices.filter(({ id }) => laptop.startsWith(id))
    expect(second?.ip).toBe('2001:db8:1::')
    expect(second?.userAgent).toHaveLength(256)
    // Nothing else of the record, such as the hashes of its secrets.
    const told = [
      'id',
      'userId',
      'createdAt',
      'authenticatedAt',
      'lastSeenAt',
      'expiresAt',
      'level',
    ]
    expect(Object.keys(first ?? {}).sort()).toEqual([...told, 'userAgent', 'ip'].sort())
    for (const token of [phone, laptop])
      expect(JSON.stringify(devices)).not.toContain(token.slice(23))
    pass(86_400)
    expect(await list('ada')).toEqual([])
  })

  const kept: [IpPrivacy, string, RegExp | null][] = [
    ['full', '203.0.113.77', /^203\.0\.113\.77$/],
    ['truncated', '::ffff:203.0.113.77', /^203\.0\.113\.0$/],
    ['truncated', '::1', /^0:0:0::$/],
    ['truncated', '2001:db8::1', /^2001:db8:0::$/],
    ['hashed', '203.0.113.77', /^[\w-]{16}$/],
    ['off', '203.0.113.77', null],
  ]
  it.each(kept)('deviceIp %s keeps %s as %s', async (deviceIp, ip, shape) => {
    const { signIn, list } = setup({ deviceIp })
    await signIn('ada', { ip })
    const [device] = await list('ada')
    if (shape) expect(device?.ip).toMatch(shape)
    else expect(device?.ip).toBeNull()
  })

  it('last seen follows the activity', async () => {
    const { sessions, signIn, list, pass } = setup({ lifetime: { renewal: false } })
    const token = await signIn('ada')
    pass(7200)
    await sessions
      .open(token)
      .load()
      .then((session) => session.save())
    const [device] = await list('ada')
    expect(device?.lastSeenAt.getTime()).toBe(1_800_007_200_000)
  })
})

describe('R41, R44 revocation', () => {
  it('by id, only for its owner', async () => {
    const { sessions, signIn, userOf } = setup()
    const token = await signIn('ada')
    const id = token.slice(0, 22)
    expect(await sessions.revoke(id, { userId: 'grace' })).toBe(false)
    expect(await sessions.revoke('x', { userId: 'ada' })).toBe(false)
    expect(await sessions.revoke(`${'A'.repeat(22)}`, { userId: 'ada' })).toBe(false)
    expect(await userOf(token)).toBe('ada')
    expect(await sessions.revoke(id, { userId: 'ada' })).toBe(true)
    expect(await userOf(token)).toBeNull()
  })

  it('of all of a user, save one; and of everyone', async () => {
    const { sessions, signIn, userOf } = setup()
    const [one = '', two = '', other = ''] = await Promise.all([
      signIn('ada'),
      signIn('ada'),
      signIn('grace'),
    ])
    expect(await sessions.revokeForUser('ada', { except: one.slice(0, 22) })).toBe(1)
    expect([await userOf(one), await userOf(two), await userOf(other)]).toEqual([
      'ada',
      null,
      'grace',
    ])
    await sessions.revokeAll()
    expect([await userOf(one), await userOf(other)]).toEqual([null, null])
  })

  it('R42 credentials changed: one call ends the others and replaces this token', async () => {
    const { sessions, signIn, userOf } = setup()
    const mine = await signIn('ada')
    const stolen = await signIn('ada')
    const session = await sessions.open(mine).load()
    expect(await session.revokeOthers()).toBe(1)
    expect(session.sessionKey).not.toBe(mine)
    expect([await userOf(mine), await userOf(stolen)]).toEqual([null, null])
    expect(await userOf(session.sessionKey ?? '')).toBe('ada')
  })

  it('a store that lacks the power says so by name (R96)', async () => {
    const { sessions } = setupPlain()
    expect(await codeOf(collect(sessions.listForUser('ada')))).toBe('UNSUPPORTED_OPERATION')
    expect(await codeOf(sessions.revokeForUser('ada'))).toBe('UNSUPPORTED_OPERATION')
  })
})

describe('R43 limits per user', () => {
  it('evict-oldest: never more than the limit, however parallel, and told', async () => {
    const { sessions, signIn, list, userOf, pass } = setup({
      maxSessions: { limit: 3, policy: 'evict-oldest' },
    })
    const ended: unknown[] = []
    sessions.on('destroyed', ({ id }) => ended.push(id))
    const first = await signIn('ada')
    // The oldest is the one that ends first: it must not end together with the others.
    pass(1)
    await Promise.all(Array.from({ length: 50 }, () => signIn('ada')))
    expect(await list('ada')).toHaveLength(3)
    expect(ended).toHaveLength(48)
    expect(ended).toContain(first.slice(0, 22))
    expect(await userOf(first)).toBeNull()
  })

  it('reject-new: the sign-in fails and the visitor stays who they were', async () => {
    const { sessions, signIn, list } = setup({ maxSessions: { limit: 2, policy: 'reject-new' } })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => signIn('ada')))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    const visitor = await sessions.open().load()
    visitor.set('a', 1)
    await visitor.save()
    expect(await codeOf(visitor.authenticate('ada', { keep: ['a'] }))).toBe('SESSION_LIMIT')
    expect(visitor.userId).toBeNull()
    expect(visitor.get('a')).toBe(1)
    expect(await list('ada')).toHaveLength(2)
  })

  it('a visitor’s record gives way to the new one, a step-up keeps its own', async () => {
    const { sessions, userOf } = setup({ maxSessions: { limit: 1, policy: 'reject-new' } })
    const visitor = await sessions.open().load()
    visitor.set('a', 1)
    await visitor.save()
    const before = visitor.sessionKey ?? ''
    await visitor.authenticate('ada', { keep: ['a'] })
    expect(visitor.get('a')).toBe(1)
    expect(await sessions.open().exists(before)).toBe(false)
    const { id } = visitor
    await visitor.authenticate('ada', { level: 'mfa' })
    expect(visitor.id).toBe(id)
    expect(visitor.authLevel).toBe('mfa')
    expect(await userOf(visitor.sessionKey ?? '')).toBe('ada')
  })

  it('wrong limits are refused while building', () => {
    for (const maxSessions of [
      { limit: 0, policy: 'evict-oldest' },
      { limit: 1, policy: 'x' },
    ]) {
      expect(() => setup({ maxSessions: maxSessions as never })).toThrow(/maxSessions/)
    }
    expect(() => setupPlain({ maxSessions: { limit: 1, policy: 'reject-new' } })).toThrow(
      /cannot limit/,
    )
    expect(() => setup({ deviceIp: 'some' as never })).toThrow(/deviceIp/)
  })
})

describe('R134 requireRecentAuth', () => {
  it('asks the authority how long ago the user signed in', async () => {
    const { sessions, signIn, pass } = setup()
    const session = await sessions.open(await signIn('ada')).load()
    await session.requireRecentAuth('10m')
    pass(601)
    expect(await codeOf(session.requireRecentAuth('10m'))).toBe('RECENT_AUTH_REQUIRED')
    await session.authenticate('ada')
    await session.requireRecentAuth('10m')
    await sessions.revokeForUser('ada')
    expect(await codeOf(session.requireRecentAuth('10m'))).toBe('RECENT_AUTH_REQUIRED')
    expect(await codeOf(sessions.open().requireRecentAuth(60))).toBe('RECENT_AUTH_REQUIRED')
  })
})

describe('subscribe', () => {
  async function watched(): Promise<
    Setup & { token: string; news: SessionNews[]; next: () => Promise<SessionNews> }
  > {
    const env = setup()
    const token = await env.signIn('ada')
    const news: SessionNews[] = []
    const waiting: ((news: SessionNews) => void)[] = []
    env.sessions.subscribe(token.slice(0, 22), (one) => {
      news.push(one)
      waiting.shift()?.(one)
    })
    // The first look has to be over, for later ones to be news.
    await env.sessions.open(token).exists()
    return { ...env, token, news, next: () => new Promise((resolve) => waiting.push(resolve)) }
  }

  it('tells of changes, and of the end, once', async () => {
    const { sessions, token, next, news } = await watched()
    const session = await sessions.open(token).load()
    session.set('a', 1)
    const changed = next()
    await session.save()
    expect(await changed).toBe('changed')
    const ended = next()
    await session.signOut()
    expect(await ended).toBe('ended')
    expect(news).toEqual(['changed', 'ended'])
    await sessions.close()
  })

  it('a replaced token ends it, and so does a revocation of all', async () => {
    const first = await watched()
    const ended = first.next()
    await first.sessions.open(first.token).cycleKey()
    expect(await ended).toBe('ended')
    const second = await watched()
    const revoked = second.next()
    await second.sessions.revokeForUser('ada')
    expect(await revoked).toBe('ended')
  })
})

it('testSession gives the Cookie header of a ready session', async () => {
  const { sessions } = setup()
  const cookie = await testSession(sessions, { userId: 'ada', data: { a: 5 } })
  const { session } = sessions.exchange({ header: () => cookie }, () => false)
  const loaded = await session.load()
  expect([loaded.userId, loaded.get('a')]).toEqual(['ada', 5])
  const anonymous = await testSession(sessions)
  expect(anonymous).toMatch(/^__Host-sid=[\w-]{22}\.[\w-]{43}$/)
})
