import {
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  Param,
  Post,
  UseGuards,
} from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type SessionStore, type Sessions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import {
  CurrentSession,
  CurrentUserId,
  Public,
  RequireRecentAuth,
  SessionModule,
  SignedInGuard,
  sessionOf,
} from '../src/index.ts'
import { platforms } from './platforms.ts'
import { type Data, newSessions, serve } from './serve.ts'

/** A guard of the app, which asks lazily. */
@Injectable()
class CartGuard {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const session = await sessionOf<Data>(context).load()
    return session.get('cart', []).length > 0
  }
}

@Controller()
class ShopController {
  @Get()
  home(): string {
    return 'home'
  }

  @Public()
  @Post('sign-in/:user')
  async signIn(
    @CurrentSession() session: SessionStore<Data>,
    @Param('user') user: string,
  ): Promise<string> {
    await session.authenticate(user)
    return 'welcome'
  }

  @Public()
  @Post('cart/:item')
  add(@CurrentSession() session: SessionStore<Data>, @Param('item') item: string): void {
    session.change('cart', (cart = []) => [...cart, item])
  }

  @Public()
  @Get('me')
  me(
    @CurrentUserId() userId: string | null,
    @CurrentSession() session: SessionStore<Data>,
  ): object {
    return { userId, cart: session.get('cart') ?? [] }
  }

  @Get('pay')
  @UseGuards(CartGuard)
  pay(): string {
    return 'paid'
  }

  @Get('password')
  @RequireRecentAuth('10m')
  password(): string {
    return 'changed'
  }
}

describe.each(platforms)('guards on %s', (_name, platform) => {
  const serveShop = (sessions: Sessions<Data>): ReturnType<typeof serve> => {
    @Module({
      imports: [SessionModule.forRoot({ sessions })],
      controllers: [ShopController],
      providers: [{ provide: APP_GUARD, useClass: SignedInGuard }],
    })
    class AppModule {}
    return serve(platform, AppModule)
  }

  it('SignedInGuard refuses who is not signed in, and lets Public routes be', async () => {
    const visit = await serveShop(newSessions())
    const refused = await visit()
    expect(refused.status).toBe(401)
    expect(await refused.json()).toEqual({ statusCode: 401, message: 'Unauthorized' })
    expect(await (await visit('/me')).json()).toEqual({ userId: null, cart: [] })
    await visit('/sign-in/ada', { method: 'POST' })
    expect(await (await visit()).text()).toBe('home')
    expect(await (await visit('/me')).json()).toEqual({ userId: 'ada', cart: [] })
  })

  it('sessionOf gives a guard of the app the session of the request', async () => {
    const visit = await serveShop(newSessions())
    await visit('/sign-in/ada', { method: 'POST' })
    expect((await visit('/pay')).status).toBe(403)
    await visit('/cart/tea', { method: 'POST' })
    expect(await (await visit('/pay')).text()).toBe('paid')
  })

  it('R134 RequireRecentAuth asks the authority how long ago the sign-in was', async () => {
    let now = 1_800_000_000_000
    const clock = (): number => now
    const sessions = createSessions<Data>({ backend: memoryBackend(), name: false, clock })
    const visit = await serveShop(sessions)
    const anonymous = await visit('/password')
    expect(anonymous.status).toBe(401)
    await visit('/sign-in/ada', { method: 'POST' })
    now += 10 * 60_000
    expect(await (await visit('/password')).text()).toBe('changed')
    now += 1
    const tooLate = await visit('/password')
    expect(tooLate.status).toBe(401)
    expect(await tooLate.json()).toEqual({ statusCode: 401, message: 'Unauthorized' })
    expect((await visit('/')).status).toBe(200)
    await visit('/sign-in/ada', { method: 'POST' })
    expect((await visit('/password')).status).toBe(200)
    await sessions.close()
  })

  it('SignedInGuard that was made by hand guards as well', async () => {
    @Module({
      imports: [SessionModule.forRoot({ sessions: newSessions() })],
      controllers: [ShopController],
    })
    class AppModule {}
    const visit = await serve(platform, AppModule, (app) => {
      app.useGlobalGuards(new SignedInGuard())
    })
    expect((await visit()).status).toBe(401)
    await visit('/sign-in/ada', { method: 'POST' })
    expect((await visit()).status).toBe(200)
  })
})
