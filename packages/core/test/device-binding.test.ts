import {
  createSessions,
  type LazySession,
  type SessionEvents,
  type Sessions,
  type SessionsOptions,
} from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { MapBackend } from './support/map-backend.ts'
import { codeOf } from './support/setup.ts'

interface Client {
  readonly userAgent?: string
  readonly ip?: string
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const newerFirefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0.2'
const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const edge = `${chrome} Edg/140.0.3485.54`
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const newerIphone = iphone
  .replace('18_5', '26_0_1')
  .replace('Version/18.5', 'Version/26.0.1')
  .replace('15E148', '23A5')
const home: Client = { userAgent: firefox, ip: '203.0.113.77' }

/** Sessions that live in their tokens: nothing is kept of the client. */
const inTokens = { name: 'cookie', absolute: '12h', chunks: 1, revocation: null } as const

type Told = SessionEvents['device-changed'][]

function setup(options: Partial<SessionsOptions<object>> = {}): {
  readonly sessions: Sessions<object>
  readonly told: Told
  readonly open: (client: Client, token?: string) => LazySession<object>
  readonly signIn: (client: Client) => Promise<string>
} {
  const sessions = createSessions({
    backend: new MapBackend(),
    name: false,
    deviceBinding: 'event',
    ...options,
  })
  const told: Told = []
  sessions.on('device-changed', (event) => told.push(event))
  const open = ({ userAgent, ip }: Client, token?: string): LazySession<object> => {
    const headers = new Map([
      ['user-agent', userAgent],
      ['cookie', token && `__Host-sid=${token}`],
    ])
    const header = (name: string): string | undefined => headers.get(name)
    return sessions.exchange({ header, ip: () => ip }, () => false).session
  }
  const signIn = async (client: Client): Promise<string> => {
    const session = open(client)
    await session.authenticate('ada')
    return (await session.load()).sessionKey ?? ''
  }
  return { sessions, told, open, signIn }
}

describe('R136 a client that is not the one of the sign-in', () => {
  it('is told, once a request, and signs nobody out', async () => {
    const { told, open, signIn } = setup()
    const token = await signIn(home)
    const session = open({ userAgent: chrome, ip: '198.51.100.1' }, token)
    expect((await session.load()).userId).toBe('ada')
    await session.load({ fresh: true })
    await session.requireRecentAuth('1h')
    expect(told).toEqual([
      {
        id: token.slice(0, 22),
        userId: 'ada',
        changed: ['browser', 'network'],
        device: { userAgent: chrome, ip: '198.51.100.0' },
      },
    ])
    await open({ userAgent: chrome, ip: '203.0.113.77' }, token).load()
    expect(told.map(({ changed }) => changed)).toEqual([['browser', 'network'], ['browser']])
  })

  const same: [string, Client, Client][] = [
    ['an update of the browser', home, { ...home, userAgent: newerFirefox }],
    ['an update of a phone', { userAgent: iphone }, { userAgent: newerIphone }],
    ['another address of its network', home, { ...home, ip: '203.0.113.4' }],
    ['an IPv4 address written as IPv6', home, { ...home, ip: '::ffff:203.0.113.77' }],
    ['IPv6', { ip: '2001:db8:1:2::3' }, { ip: '2001:db8:1:ffff:1:2:3:4' }],
    ['an address that the server cannot tell', home, { userAgent: firefox }],
    [
      'a very long user agent',
      { userAgent: 'component/1.9 '.repeat(200) },
      { userAgent: 'component/1.10 '.repeat(200) },
    ],
  ]
  it.each(same)('%s is no change', async (_what, before, now) => {
    for (const deviceIp of ['full', 'truncated', 'hashed'] as const) {
      const { told, open, signIn } = setup({ deviceIp })
      await open(now, await signIn(before)).load()
      expect([deviceIp, told]).toEqual([deviceIp, []])
    }
  })

  const other: [string, Client, Client, string][] = [
    ['another browser', home, { ...home, userAgent: chrome }, 'browser'],
    ['one built on it', { userAgent: chrome }, { userAgent: edge }, 'browser'],
    ['another system', { userAgent: iphone }, { userAgent: firefox }, 'browser'],
    ['none', home, { ip: '203.0.113.77' }, 'browser'],
    ['another network', home, { ...home, ip: '203.0.114.77' }, 'network'],
    ['IPv6', { ip: '2001:db8:1::3' }, { ip: '2001:db8:2::3' }, 'network'],
  ]
  it.each(other)('%s is one', async (_what, before, now, signal) => {
    for (const deviceIp of ['full', 'truncated', 'hashed'] as const) {
      const { told, open, signIn } = setup({ deviceIp })
      await open(now, await signIn(before)).load()
      expect([deviceIp, told.map(({ changed }) => changed)]).toEqual([deviceIp, [[signal]]])
    }
  })

  it('an address that is not kept is not compared, and not told', async () => {
    const { told, open, signIn } = setup({ deviceIp: 'off' })
    const token = await signIn(home)
    await open({ ...home, ip: '198.51.100.1' }, token).load()
    expect(told).toEqual([])
    await open({ userAgent: chrome, ip: '198.51.100.1' }, token).load()
    expect(told[0]?.device).toEqual({ userAgent: chrome, ip: null })
  })

  it('one kept otherwise, before deviceIp was changed, is not compared', async () => {
    const backend = new MapBackend()
    const token = await setup({ backend, deviceIp: 'hashed' }).signIn(home)
    const { told, open } = setup({ backend, deviceIp: 'truncated' })
    await open(home, token).load()
    expect(told).toEqual([])
  })

  it('R108 what the client sends is capped, and has no control characters', async () => {
    const { told, open, signIn } = setup()
    const token = await signIn(home)
    await open(
      { userAgent: `Bad\u001b[31m\n${'x'.repeat(9999)}`, ip: '1.2.3.4\r\nx' },
      token,
    ).load()
    const text = JSON.stringify(told)
    expect(told[0]?.device.userAgent).toMatch(/^Bad \[31m x{247}$/)
    expect(text.length).toBeLessThan(700)
    expect(text).not.toMatch(/\\[urn]/)
  })

  it('nobody’s session, a session without a request, and quiet ones tell nothing', async () => {
    const { sessions, told, open, signIn } = setup()
    const token = await signIn(home)
    await sessions.open(token).load()
    const header = (name: string): string => (name === 'cookie' ? `__Host-sid=${token}` : chrome)
    await sessions.exchange({ header }, () => false, { warnings: false }).session.load()
    const visitor = await open(home).load()
    await visitor.create()
    await open({ userAgent: chrome }, visitor.sessionKey ?? '').load()
    expect(told).toEqual([])
  })
})

describe('R136 step-up', () => {
  it('requireRecentAuth asks for a new sign-in, which binds the session to this client', async () => {
    const { told, open, signIn } = setup({ deviceBinding: 'step-up' })
    const token = await signIn(home)
    await open(home, token).requireRecentAuth('1h')
    const session = open({ ...home, userAgent: chrome }, token)
    expect(await codeOf(session.requireRecentAuth('1h'))).toBe('RECENT_AUTH_REQUIRED')
    // All else goes on.
    expect((await session.load()).userId).toBe('ada')
    expect(told).toHaveLength(1)
    await session.authenticate('ada')
    await session.requireRecentAuth('1h')
    const successor = (await session.load()).sessionKey ?? ''
    await open({ ...home, userAgent: chrome }, successor).requireRecentAuth('1h')
    expect(await codeOf(open(home, successor).requireRecentAuth('1h'))).toBe('RECENT_AUTH_REQUIRED')
  })
})

it('R136 is off where nobody asked, and refuses other words', async () => {
  const sessions = createSessions({ backend: new MapBackend(), name: false })
  const told: unknown[] = []
  sessions.on('device-changed', (event) => told.push(event))
  const exchange = (userAgent: string, cookie?: string): LazySession<Record<string, unknown>> => {
    const header = (name: string): string | undefined => (name === 'cookie' ? cookie : userAgent)
    return sessions.exchange({ header }, () => false).session
  }
  const session = exchange(firefox)
  await session.authenticate('ada')
  const cookie = `__Host-sid=${(await session.load()).sessionKey}`
  await exchange(chrome, cookie).requireRecentAuth('1h')
  expect(told).toEqual([])
  const backend = {
    ...inTokens,
    codec: () => {
      throw new Error('not asked')
    },
  }
  expect(() => setup({ backend })).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED_OPERATION' }),
  )
  expect(() => setup({ deviceBinding: 'always' as never })).toThrow(
    /deviceBinding is one of: 'off'/,
  )
})
