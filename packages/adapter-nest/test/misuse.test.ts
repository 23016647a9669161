import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  Scope,
  type Type,
  UseGuards,
} from '@nestjs/common'
import { REQUEST } from '@nestjs/core'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import type { SessionStore } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import {
  CurrentSession,
  InjectSessions,
  RequireRecentAuth,
  SessionGateway,
  SessionModule,
  SignedInGuard,
  signedInGuard,
} from '../src/index.ts'
import { createApp, platforms } from './platforms.ts'
import { closeLater, newSessions } from './serve.ts'

describe.each(platforms)(
  'R130 what is put together wrongly on %s does not start',
  (_name, platform) => {
    async function refusal(module: Type<unknown>): Promise<string> {
      try {
        const app = await createApp(platform, module)
        closeLater(() => app.close())
        app.useWebSocketAdapter(new IoAdapter(app))
        await app.init()
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
      throw new Error('It started.')
    }

    @Controller()
    class WithParameter {
      @Get()
      read(@CurrentSession() session: SessionStore<object>): unknown {
        return session.userId
      }
    }

    @Controller()
    @UseGuards(SignedInGuard)
    class WithGuard {}

    @Controller()
    @UseGuards(signedInGuard('admin'))
    class WithNamedGuard {}

    @Controller()
    @RequireRecentAuth('10m')
    class WithRecentAuth {}

    @Controller()
    class WithSessions {
      @InjectSessions()
      readonly sessions: unknown
    }

    it.each([
      ['a parameter', WithParameter],
      ['a guard', WithGuard],
      ['RequireRecentAuth', WithRecentAuth],
      ['InjectSessions', WithSessions],
    ])('%s without a module, and Nest says which', async (_what, controller) => {
      @Module({ controllers: [controller] })
      class AppModule {}
      expect(await refusal(AppModule)).toContain('SessionModule.forRoot({ sessions })')
    })

    it('a name that no module has', async () => {
      @Module({
        imports: [SessionModule.forRoot({ sessions: newSessions() })],
        controllers: [WithNamedGuard],
      })
      class AppModule {}
      expect(await refusal(AppModule)).toContain(
        "SessionModule.forRoot({ name: 'admin', sessions })",
      )
    })

    it('a module that is not global, where it is not imported', async () => {
      @Module({ controllers: [WithGuard] })
      class FeatureModule {}
      @Module({
        imports: [
          SessionModule.forRoot({ sessions: newSessions(), isGlobal: false }),
          FeatureModule,
        ],
      })
      class AppModule {}
      expect(await refusal(AppModule)).toMatch(/SessionModule\.forRoot.*FeatureModule/s)
    })

    it('SessionModule itself, without forRoot', async () => {
      @Module({ imports: [SessionModule] })
      class AppModule {}
      expect(await refusal(AppModule)).toContain('SessionModule.forRoot({ sessions }) instead of')
    })

    it('two default modules', async () => {
      @Module({
        imports: [
          SessionModule.forRoot({ sessions: newSessions() }),
          SessionModule.forRoot({ sessions: newSessions({ name: '__Host-other' }) }),
        ],
      })
      class AppModule {}
      expect(await refusal(AppModule)).toMatch(/called twice in this application/)
    })

    it('two names with one cookie', async () => {
      @Module({
        imports: [
          SessionModule.forRoot({ sessions: newSessions() }),
          SessionModule.forRoot({ name: 'admin', sessions: newSessions() }),
        ],
      })
      class AppModule {}
      expect(await refusal(AppModule)).toMatch(/would share the cookie __Host-sid/)
    })

    it('one module in two places is one', async () => {
      const shared = SessionModule.forRoot({ sessions: newSessions(), isGlobal: false })
      @Module({ imports: [shared], controllers: [WithGuard] })
      class FeatureModule {}
      @Module({ imports: [shared, FeatureModule], controllers: [WithParameter] })
      class AppModule {}
      await expect(refusal(AppModule)).rejects.toThrow('It started.')
    })

    it('no sessions', async () => {
      const nothing: { sessions: ReturnType<typeof newSessions> } = JSON.parse('{}')
      expect(() => SessionModule.forRoot(nothing)).toThrow(/got no sessions/)
      @Module({ imports: [SessionModule.forRootAsync({ useFactory: () => nothing })] })
      class AppModule {}
      expect(await refusal(AppModule)).toMatch(/return \{ sessions \} from the factory/)
    })

    it('sessions that depend on the request', async () => {
      @Module({
        imports: [
          SessionModule.forRootAsync({
            useFactory: () => ({ sessions: newSessions() }),
            inject: [REQUEST],
          }),
        ],
      })
      class AppModule {}
      expect(await refusal(AppModule)).toMatch(/every request would make sessions of its own/)
    })

    describe('a gateway', () => {
      async function refusalOf(gateway: new (...args: never[]) => object): Promise<string> {
        @Module({
          imports: [SessionModule.forRoot({ sessions: newSessions() })],
          providers: [gateway],
        })
        class AppModule {}
        return refusal(AppModule)
      }

      it('without a module', async () => {
        @WebSocketGateway()
        @SessionGateway()
        class LiveGateway {}
        @Module({ providers: [LiveGateway] })
        class AppModule {}
        expect(await refusal(AppModule)).toContain('SessionModule.forRoot({ sessions })')
      })

      it('that uses sessions and opens none', async () => {
        @WebSocketGateway()
        class ParameterGateway {
          @SubscribeMessage('a')
          a(@CurrentSession() session: SessionStore<object>): unknown {
            return session.userId
          }
        }
        @WebSocketGateway()
        @UseGuards(SignedInGuard)
        class GuardGateway {}
        @WebSocketGateway()
        class MethodGuardGateway {
          @UseGuards(SignedInGuard)
          @SubscribeMessage('a')
          a(): void {}
        }
        for (const gateway of [ParameterGateway, GuardGateway, MethodGuardGateway]) {
          expect(await refusalOf(gateway)).toBe(
            `${gateway.name} uses the session of its clients and opens none. Write @SessionGateway() beside @WebSocketGateway().`,
          )
        }
      })

      it('that is none', async () => {
        @Injectable()
        @SessionGateway()
        class NoGateway {}
        expect(await refusalOf(NoGateway)).toMatch(/Write @WebSocketGateway\(\) beside/)
      })

      it('whose own property hides the hook', async () => {
        @WebSocketGateway()
        @SessionGateway()
        class ArrowGateway {
          handleConnection = (): void => {}
        }
        expect(await refusalOf(ArrowGateway)).toMatch(/Write it as a method/)
      })

      it('that is request-scoped', async () => {
        @Injectable({ scope: Scope.REQUEST })
        class PerRequest {}
        @WebSocketGateway()
        @SessionGateway()
        class ScopedGateway {
          @Inject(PerRequest)
          readonly perRequest: unknown
        }
        @Module({
          imports: [SessionModule.forRoot({ sessions: newSessions() })],
          providers: [ScopedGateway, PerRequest],
        })
        class AppModule {}
        expect(await refusal(AppModule)).toMatch(/depends on something request-scoped/)
      })
    })
  },
)
