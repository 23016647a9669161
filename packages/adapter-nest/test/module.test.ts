import {
  Controller,
  type DynamicModule,
  Get,
  Inject,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common'
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
  sessionOf,
  signedInGuard,
} from '../src/index.ts'
import { createApp, platforms } from './platforms.ts'
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

  it('is there under a global prefix, for middleware of the app, and for a global ValidationPipe', async () => {
    @Controller('shop')
    class PrefixController {
      @Get()
      at(@CurrentSession() session: SessionStore<Data>): unknown {
        return session.get('at')
      }
    }
    @Module({
      imports: [SessionModule.forRoot({ sessions: newSessions() })],
      controllers: [PrefixController],
    })
    class AppModule implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer
          .apply((request: object, _response: object, next: () => void) => {
            sessionOf<Data>(request).set('at', 'the middleware')
            next()
          })
          .forRoutes(PrefixController)
      }
    }
    const visit = await serve(platform, AppModule, (app) => {
      app.setGlobalPrefix('api')
      app.useGlobalPipes({ transform: (value) => value })
    })
    expect(await (await visit('/api/shop')).text()).toBe('the middleware')
  })

  it('says what to do where the session is not there yet', async () => {
    @Module({
      imports: [SessionModule.forRoot({ sessions: newSessions() })],
      controllers: [CountController],
    })
    class AppModule {}
    const messages: string[] = []
    const visit = await serve(platform, AppModule, (app) => {
      app.use((request: object, _response: object, next: () => void) => {
        try {
          sessionOf(request)
        } catch (error) {
          messages.push(String(error))
        }
        next()
      })
    })
    expect((await visit()).status).toBe(200)
    expect(messages).toEqual([
      expect.stringMatching(/main\.ts mounts with app\.use\(\) runs before/),
    ])
  })

  it('R130 refuses a request that it was mounted for twice', async () => {
    const shared = SessionModule.forRoot({ sessions: newSessions() })
    @Module({ imports: [shared], controllers: [CountController] })
    class InnerModule {}
    const inner = await createApp(platform, InnerModule)
    closeLater(() => inner.close())
    await inner.init()
    await inner.getHttpAdapter().getInstance().ready?.()

    @Controller()
    class PassingOnController {
      @Get()
      passOn(
        @Req() request: { raw?: object },
        @Res() reply: { raw?: object; hijack?(): void },
      ): void {
        const handler = inner.getHttpAdapter().getInstance()
        reply.hijack?.()
        if (request.raw) handler.routing(request.raw, reply.raw)
        else handler(request, reply)
      }
    }
    @Module({ imports: [shared], controllers: [PassingOnController] })
    class OuterModule {}
    const visit = await serve(platform, OuterModule)
    const response = await visit()
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('tea')
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

  describe('closes with the application', () => {
    async function closedWith(module: () => DynamicModule): Promise<void> {
      @Module({ imports: [module()], controllers: [CountController] })
      class AppModule {}
      const app = await createApp(platform, AppModule)
      await app.init()
      await app.close()
    }

    it('not the sessions that it was given', async () => {
      const sessions = newSessions()
      const close = vi.spyOn(sessions, 'close')
      await closedWith(() => SessionModule.forRoot({ sessions }))
      expect(close).not.toHaveBeenCalled()
    })

    it('the sessions that its factory made', async () => {
      const sessions = newSessions()
      const close = vi.spyOn(sessions, 'close')
      await closedWith(() => SessionModule.forRootAsync({ useFactory: () => ({ sessions }) }))
      expect(close).toHaveBeenCalledOnce()
    })

    it('not those that its factory says are another’s', async () => {
      const sessions = newSessions()
      const close = vi.spyOn(sessions, 'close')
      await closedWith(() =>
        SessionModule.forRootAsync({ useFactory: () => ({ sessions, close: false }) }),
      )
      expect(close).not.toHaveBeenCalled()
    })

    it('after the last request', async () => {
      const sessions = newSessions()
      const [begun, begin] = signal()
      const [going, go] = signal()
      @Controller()
      class SlowController {
        @Get()
        async slow(@CurrentSession() session: SessionStore<Data>): Promise<string> {
          begin()
          await going
          session.set('at', 'the end')
          return 'saved'
        }
      }
      @Module({
        imports: [SessionModule.forRootAsync({ useFactory: () => ({ sessions }) })],
        controllers: [SlowController],
      })
      class AppModule {}
      let stop: () => Promise<void> = async () => {}
      const visit = await serve(platform, AppModule, (app) => {
        stop = () => app.close()
      })
      const answer = visit('/', { headers: { connection: 'close' } })
      await begun
      const stopped = stop()
      go()
      expect(await (await answer).text()).toBe('saved')
      await stopped
      await expect(sessions.open().create()).rejects.toThrow(/closed/)
    })
  })
})

/** A promise, and what resolves it. */
function signal(): [Promise<void>, () => void] {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return [promise, resolve]
}
