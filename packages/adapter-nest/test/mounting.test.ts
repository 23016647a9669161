import {
  Controller,
  Get,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Req,
  Res,
} from '@nestjs/common'
import type { SessionStore } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { CurrentSession, SessionModule, sessionOf } from '../src/index.ts'
import { createApp, platforms } from './platforms.ts'
import { closeLater, type Data, newSessions, serve } from './serve.ts'

@Controller()
class TeaController {
  @Get()
  add(@CurrentSession() session: SessionStore<Data>): object {
    session.change('cart', (cart = []) => [...cart, 'tea'])
    return session.get('cart', [])
  }
}

describe.each(platforms)('a session mounted on %s', (_name, platform) => {
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
      controllers: [TeaController],
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
    @Module({ imports: [shared], controllers: [TeaController] })
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
})
