import { Controller, Get, Module, Post, UseGuards } from '@nestjs/common'
import { WsAdapter } from '@nestjs/platform-ws'
import { Test } from '@nestjs/testing'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type SessionStore } from '@sojourn/core'
import { type Visit, visitor } from '@sojourn/test-servers/visitor'
import { describe, expect, it } from 'vitest'
import {
  CurrentSession,
  CurrentUserId,
  SessionModule,
  SignedInGuard,
  sessionsToken,
} from '../src/index.ts'
import { type TestVisitor, withTestVisitor } from '../src/testing.ts'
import { protocols } from './gateway-clients.ts'
import { listen, platforms } from './platforms.ts'
import { closeLater, type Data, newSessions } from './serve.ts'
import { WhoGateway } from './who-gateway.ts'

@Controller()
@UseGuards(SignedInGuard)
class ShopController {
  @Get()
  look(
    @CurrentUserId() userId: string | null,
    @CurrentSession() session: SessionStore<Data>,
  ): object {
    return { userId, cart: session.get('cart', []) }
  }

  @Post()
  add(@CurrentSession() session: SessionStore<Data>): void {
    session.change('cart', (cart = []) => [...cart, 'milk'])
  }

  @Post('sign-out')
  async signOut(@CurrentSession() session: SessionStore<Data>): Promise<void> {
    await session.signOut()
  }
}

describe.each(platforms)('withTestVisitor on %s', (_name, platform) => {
  async function testing(
    visitorOfTest: TestVisitor<Data>,
  ): Promise<{ visit: Visit; origin: string }> {
    @Module({
      imports: [
        SessionModule.forRootAsync({
          useFactory: () => ({ sessions: newSessions(), close: false }),
        }),
      ],
      controllers: [ShopController],
      providers: [WhoGateway],
    })
    class AppModule {}
    const builder = Test.createTestingModule({ imports: [AppModule] })
    const module = await withTestVisitor(builder, visitorOfTest).compile()
    const app = module.createNestApplication(platform(), { logger: false })
    closeLater(() => app.close())
    app.useWebSocketAdapter(new WsAdapter(app))
    if (visitorOfTest.sessions) expect(app.get(sessionsToken())).toBe(visitorOfTest.sessions)
    const { origin } = await listen(app)
    return { visit: visitor(origin), origin }
  }

  it('gives every request a session that is ready, until it ends', async () => {
    const { origin } = await testing({ userId: 'ada', data: { cart: ['tea'] } })
    // Without a jar, as most tests send requests.
    const look = (): Promise<Response> => fetch(origin)
    expect(await (await look()).json()).toEqual({ userId: 'ada', cart: ['tea'] })
    await fetch(origin, { method: 'POST' })
    expect(await (await look()).json()).toEqual({ userId: 'ada', cart: ['tea', 'milk'] })
    await fetch(`${origin}/sign-out`, { method: 'POST' })
    expect((await look()).status).toBe(401)
  })

  it('uses the sessions of the test where they are given', async () => {
    const sessions = createSessions<Data>({ backend: memoryBackend(), name: false })
    closeLater(() => sessions.close())
    const { visit } = await testing({ sessions, userId: 'ada' })
    expect(await (await visit()).json()).toEqual({ userId: 'ada', cart: [] })
    await sessions.revokeForUser('ada')
    expect((await visit()).status).toBe(401)
  })

  it('leaves a request with a session cookie of its own alone', async () => {
    const { visit } = await testing({ userId: 'ada' })
    const headers = { cookie: 'theme=dark; __Host-sid=nonsense' }
    expect((await visit('/', { headers })).status).toBe(401)
    expect((await visit('/', { headers: { cookie: 'theme=dark' } })).status).toBe(200)
  })

  it('reaches gateways too', async () => {
    const { origin } = await testing({ userId: 'ada' })
    const client = await protocols[0].connect(origin, { origin })
    closeLater(async () => client.close())
    client.send('who')
    expect(await client.next('is')).toBe('ada')
  })
})
