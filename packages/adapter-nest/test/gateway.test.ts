import { Module, UseGuards } from '@nestjs/common'
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets'
import { type SessionStore, type Sessions, testSession } from '@sojourn/core'
import { describe, expect, it, vi } from 'vitest'
import {
  CurrentSession,
  CurrentUserId,
  type OnSessionChange,
  SessionGateway,
  type SessionGatewayOptions,
  SessionModule,
  SignedInGuard,
  sessionOf,
} from '../src/index.ts'
import { type GatewayClient, type Protocol, protocols } from './gateway-clients.ts'
import { createApp, listen, type Platform, platforms } from './platforms.ts'
import { closeLater, type Data, newSessions } from './serve.ts'

interface Setting {
  readonly sessions: Sessions<Data>
  /** What the gateway was told, in order. */
  readonly told: string[]
  /** A client with the cookie of such a session. */
  connect(
    session?: { userId?: string; data?: Data },
    headers?: Record<string, string>,
  ): Promise<GatewayClient>
}

async function setUp(
  platform: Platform,
  { adapter, connect }: Protocol,
  options: SessionGatewayOptions = {},
): Promise<Setting> {
  const told: string[] = []
  const sessions = newSessions()

  @WebSocketGateway()
  @SessionGateway(options)
  class LiveGateway implements OnGatewayConnection, OnGatewayDisconnect, OnSessionChange {
    async handleConnection(client: object): Promise<void> {
      const session = await sessionOf<Data>(client).load()
      told.push(`connected ${session.userId}`)
    }

    handleDisconnect(): void {
      told.push('disconnected')
    }

    async handleSessionChange(client: object): Promise<void> {
      const session = await sessionOf<Data>(client).load({ fresh: true })
      told.push(`changed ${session.get('cart')}`)
    }

    @SubscribeMessage('look')
    look(
      @CurrentSession() session: SessionStore<Data>,
      @CurrentUserId() userId: string | null,
    ): object {
      return { event: 'looked', data: { userId, cart: session.get('cart', []) } }
    }

    @SubscribeMessage('add')
    add(@CurrentSession() session: SessionStore<Data>): object {
      session.change('cart', (cart = []) => [...cart, 'tea'])
      return { event: 'added', data: true }
    }

    @SubscribeMessage('note')
    note(): void {
      told.push('noted')
    }

    @SubscribeMessage('fail')
    fail(@CurrentSession() session: SessionStore<Data>): void {
      session.change('cart', (cart = []) => [...cart, 'nothing'])
      told.push('failed')
      throw new Error('a bug in the app')
    }

    @UseGuards(SignedInGuard)
    @SubscribeMessage('secret')
    secret(): object {
      told.push('secret')
      return { event: 'told', data: 'secret' }
    }
  }

  @Module({ imports: [SessionModule.forRoot({ sessions })], providers: [LiveGateway] })
  class AppModule {}

  const app = await createApp(platform, AppModule)
  closeLater(() => app.close())
  app.useWebSocketAdapter(adapter(app))
  const { origin } = await listen(app)
  return {
    sessions,
    told,
    connect: async (session, headers = {}) => {
      const cookie: Record<string, string> = session
        ? { cookie: await testSession(sessions, session) }
        : {}
      const client = await connect(origin, { origin, ...cookie, ...headers })
      closeLater(async () => client.close())
      return client
    },
  }
}

const table = platforms.flatMap(([platform, adapter]) =>
  protocols.map((protocol) => [platform, protocol.name, adapter, protocol] as const),
)

describe.each(table)('a gateway on %s over %s', (_platform, _protocol, platform, protocol) => {
  it('R128 has the session of the handshake, as it is at each message', async () => {
    const { told, connect } = await setUp(platform, protocol)
    const client = await connect({ userId: 'ada', data: { cart: ['milk'] } })
    client.send('look')
    expect(await client.next('looked')).toEqual({ userId: 'ada', cart: ['milk'] })
    expect(told).toEqual(['connected ada'])

    client.send('add')
    await client.next('added')
    client.send('look')
    expect(await client.next('looked')).toEqual({ userId: 'ada', cart: ['milk', 'tea'] })
    await vi.waitFor(() => expect(told).toContain('changed milk,tea'))
    client.close()
    await vi.waitFor(() => expect(told.at(-1)).toBe('disconnected'))
  })

  it('drops what a handler that throws has changed', async () => {
    const { told, connect } = await setUp(platform, protocol)
    const client = await connect({ userId: 'ada', data: { cart: ['milk'] } })
    client.send('fail')
    await vi.waitFor(() => expect(told).toContain('failed'))
    client.send('add')
    await client.next('added')
    client.send('look')
    expect(await client.next('looked')).toEqual({ userId: 'ada', cart: ['milk', 'tea'] })
  })

  it('R128 closes a client whose session was revoked', async () => {
    const { sessions, connect } = await setUp(platform, protocol)
    const client = await connect({ userId: 'ada' })
    client.send('look')
    await client.next('looked')
    await sessions.revokeForUser('ada')
    expect(await client.closed).toEqual({ code: 1008, reason: 'session ended' })
  })

  it('R128 handles no message of a client whose session is over and who will not go', async ({
    skip,
  }) => {
    const { sessions, told, connect } = await setUp(platform, protocol)
    const cookie = await testSession(sessions, { userId: 'ada' })
    const stubborn = await connect(undefined, { cookie })
    if (!stubborn.deafen) return skip('Socket.IO ends the connection itself')
    const witness = await connect(undefined, { cookie })
    for (const client of [stubborn, witness]) {
      client.send('look')
      await client.next('looked')
    }
    stubborn.deafen()
    await sessions.revokeForUser('ada')
    await witness.closed
    stubborn.send('note')
    // Whatever was sent before these is there when they are.
    for (let round = 0; round < 3; round++) {
      const other = await connect()
      other.send('look')
      await other.next('looked')
    }
    expect(told).not.toContain('noted')
  })

  it('closes a client whose token a sign-in has replaced', async () => {
    const { sessions, connect } = await setUp(platform, protocol)
    const cookie = await testSession(sessions, { userId: 'ada' })
    const client = await connect(undefined, { cookie })
    client.send('look')
    await client.next('looked')
    await sessions.open(cookie.split('=')[1]).authenticate('grace')
    expect(await client.closed).toEqual({ code: 1008, reason: 'session ended' })
  })

  it('lets visitors in, whom a guard may refuse', async () => {
    const { told, connect } = await setUp(platform, protocol)
    const client = await connect()
    client.send('look')
    expect(await client.next('looked')).toEqual({ userId: null, cart: [] })
    client.send('secret')
    client.send('look')
    await client.next('looked')
    expect(told).toEqual(['connected null'])
  })

  it('refuses visitors where it says so, before the app hears of them', async () => {
    const { told, connect } = await setUp(platform, protocol, { signedIn: true })
    const client = await connect({ data: { cart: ['tea'] } })
    client.send('add')
    expect(await client.closed).toEqual({ code: 1008, reason: 'not signed in' })
    const ada = await connect({ userId: 'ada' })
    ada.send('secret')
    expect(await ada.next('told')).toBe('secret')
    expect(told).toEqual(['connected ada', 'secret'])
  })

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling, as the browser says', { 'sec-fetch-site': 'same-site' }],
  ])('R132 refuses a handshake from %s', async (_what, headers) => {
    const { told, connect } = await setUp(platform, protocol)
    const client = await connect({ userId: 'ada' }, headers)
    client.send('add')
    expect(await client.closed).toEqual({ code: 1008, reason: 'cross-site' })
    expect(told).toEqual([])
  })

  it('lets in pages of an origin that it names', async () => {
    const { connect } = await setUp(platform, protocol, { origins: ['https://shop.example'] })
    const client = await connect({ userId: 'ada' }, { origin: 'https://shop.example' })
    client.send('secret')
    expect(await client.next('told')).toBe('secret')
  })
})
