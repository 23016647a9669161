import { Controller, Get, Inject, Injectable, Module, Post, UseGuards } from '@nestjs/common'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type SessionStore, type Sessions } from '@sojourn/core'
import { describe, expect, it, vi } from 'vitest'
import {
  CurrentSession,
  CurrentUserId,
  InjectSessions,
  SessionModule,
  type SessionModuleFactoryOptions,
  type SessionOptionsFactory,
  SignedInGuard,
  signedInGuard,
} from '../src/index.ts'
import { platforms } from './platforms.ts'
import { closeLater, type Data, newSessions, serve } from './serve.ts'

@Controller()
class CountController {
  @Get()
  count(@CurrentSession() session: SessionStore<Data>): object {
    session.change('cart', (cart = []) => [...cart, 'tea'])
    return session.get('cart', [])
  }
}

@Injectable()
class Made {
  readonly sessions = newSessions()
}

@Module({ providers: [Made], exports: [Made] })
class MadeModule {}

@Injectable()
class OptionsFactory implements SessionOptionsFactory<Data> {
  readonly #made: Made

  constructor(@Inject(Made) made: Made) {
    this.#made = made
  }

  async createSessionOptions(): Promise<SessionModuleFactoryOptions<Data>> {
    return { sessions: this.#made.sessions }
  }
}

@Module({ imports: [MadeModule], providers: [OptionsFactory], exports: [OptionsFactory] })
class OptionsModule {}

describe.each(platforms)('SessionModule on %s', (_name, platform) => {
  it.each([
    [
      'useFactory',
      () =>
        SessionModule.forRootAsync({
          imports: [MadeModule],
          useFactory: async (made: Made) => ({ sessions: made.sessions }),
          inject: [Made],
        }),
    ],
    [
      'useClass',
      () => SessionModule.forRootAsync({ imports: [MadeModule], useClass: OptionsFactory }),
    ],
    [
      'useExisting',
      () => SessionModule.forRootAsync({ imports: [OptionsModule], useExisting: OptionsFactory }),
    ],
  ])('forRootAsync with %s', async (_way, made) => {
    @Module({ imports: [made()], controllers: [CountController] })
    class AppModule {}
    const visit = await serve(platform, AppModule)
    expect(await (await visit()).json()).toEqual(['tea'])
    expect(await (await visit()).json()).toEqual(['tea', 'tea'])
  })

  it('says which ways there are', () => {
    const none: { useFactory: () => never } = JSON.parse('{}')
    expect(() => SessionModule.forRootAsync(none)).toThrow(/useFactory, useClass and useExisting/)
  })

  it('gives the sessions to whoever injects them', async () => {
    const sessions = newSessions()
    @Controller()
    class DevicesController {
      constructor(@InjectSessions() readonly injected: Sessions<Data>) {}

      @Get()
      async end(@CurrentUserId() userId: string | null): Promise<object> {
        return { same: this.injected === sessions, userId }
      }
    }
    @Module({ imports: [SessionModule.forRoot({ sessions })], controllers: [DevicesController] })
    class AppModule {}
    const visit = await serve(platform, AppModule)
    expect(await (await visit()).json()).toEqual({ same: true, userId: null })
  })

  it('keeps sessions with different names apart', async () => {
    const visitors = newSessions()
    const admins = newSessions({ name: '__Host-admin' })
    @Controller()
    class NamedController {
      constructor(@InjectSessions('admin') readonly admins: Sessions<Data>) {}

      @Post('sign-in')
      async signIn(
        @CurrentSession() session: SessionStore<Data>,
        @CurrentSession('admin') admin: SessionStore<Data>,
      ): Promise<void> {
        await session.authenticate('ada')
        await admin.authenticate('root')
      }

      @Post('leave')
      async leave(@CurrentSession('admin') admin: SessionStore<Data>): Promise<void> {
        await admin.signOut()
      }

      @Get()
      who(
        @CurrentUserId() userId: string | null,
        @CurrentUserId('admin') admin: string | null,
      ): object {
        return [userId, admin, this.admins === admins]
      }

      @Get('shop')
      @UseGuards(SignedInGuard)
      shop(): string {
        return 'shop'
      }

      @Get('office')
      @UseGuards(signedInGuard('admin'))
      office(): string {
        return 'office'
      }
    }
    @Module({
      imports: [
        SessionModule.forRoot({ sessions: visitors }),
        SessionModule.forRoot({ sessions: admins, name: 'admin' }),
      ],
      controllers: [NamedController],
    })
    class AppModule {}
    const visit = await serve(platform, AppModule)
    const cookies = (await visit('/sign-in', { method: 'POST' })).headers.getSetCookie()
    expect(cookies.map((line) => line.split('=')[0]).sort()).toEqual(['__Host-admin', '__Host-sid'])
    expect(await (await visit()).json()).toEqual(['ada', 'root', true])
    await visit('/leave', { method: 'POST' })
    expect(await (await visit()).json()).toEqual(['ada', null, true])
    expect((await visit('/shop')).status).toBe(200)
    expect((await visit('/office')).status).toBe(401)
  })

  it('opens sessions as it was told', async () => {
    const sessions = newSessions()
    @Controller()
    class RaceController {
      @Get()
      async race(@CurrentSession() session: SessionStore<Data>): Promise<void> {
        if (session.sessionKey !== null) {
          const other = await sessions.open(session.sessionKey).load()
          other.set('at', 'first')
          await other.save()
        }
        session.set('at', `after ${session.get('at')}`)
      }
    }
    @Module({
      imports: [SessionModule.forRoot({ sessions, conflict: 'reject', warnings: false })],
      controllers: [RaceController],
    })
    class AppModule {}
    const rejected = vi.fn<() => void>()
    sessions.on('rejected', rejected)
    const visit = await serve(platform, AppModule)
    await visit('/', { headers: { cookie: '__Host-sid=garbage' } })
    expect(rejected).not.toHaveBeenCalled()
    const conflict = await visit()
    expect(conflict.status).toBe(409)
    expect(await conflict.json()).toEqual({ statusCode: 409, message: 'Conflict' })
  })

  it('lists a sign-in under the address that the platform’s own settings give', async () => {
    const sessions = createSessions<Data>({
      backend: memoryBackend(),
      name: false,
      deviceIp: 'full',
    })
    closeLater(() => sessions.close())
    @Controller()
    class SignInController {
      @Post()
      async signIn(@CurrentSession() session: SessionStore<Data>): Promise<void> {
        await session.authenticate('ada')
      }
    }
    @Module({
      imports: [SessionModule.forRoot({ sessions })],
      controllers: [SignInController],
    })
    class AppModule {}
    const visit = await serve(platform, AppModule)
    await visit('/', { method: 'POST', headers: { 'x-forwarded-for': '203.0.113.7' } })
    const addresses: unknown[] = []
    for await (const { ip } of sessions.listForUser('ada')) addresses.push(ip)
    expect(addresses).toEqual(['127.0.0.1'])
  })
})
