import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Module,
  type Provider,
  UseFilters,
  UseGuards,
} from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { memoryBackend } from '@sojourn/backend-memory'
import { isSessionError, type SessionBackend, type SessionStore } from '@sojourn/core'
import type { Visit } from '@sojourn/test-servers/visitor'
import { describe, expect, it, vi } from 'vitest'
import { CurrentSession, SessionModule, SignedInGuard } from '../src/index.ts'
import { platforms } from './platforms.ts'
import { type Data, newSessions, serve } from './serve.ts'

/** In the app's own words. */
@Catch()
class OwnFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const status = isSessionError(error) ? error.status : 500
    const response = host.switchToHttp().getResponse<Reply>()
    response.status(status).send({ sorry: isSessionError(error) ? error.code : 'other' })
  }
}

interface Reply {
  status(code: number): this
  send(body: object): unknown
}

@Controller()
class WritingController {
  @Get('write')
  write(@CurrentSession() session: SessionStore<Data>): string {
    session.set('at', 'here')
    return 'saved'
  }

  @Get('own-words')
  @UseFilters(OwnFilter)
  ownWords(@CurrentSession() session: SessionStore<Data>): string {
    session.set('at', 'here')
    return 'saved'
  }

  @Get('guarded')
  @UseGuards(SignedInGuard)
  guarded(): string {
    return 'not reached'
  }
}

/** A store with a verb that fails. */
function failing(verb: 'read' | 'create'): SessionBackend {
  const backend = memoryBackend()
  vi.spyOn(backend, verb).mockRejectedValue(new Error('ECONNREFUSED 10.0.0.7'))
  return backend
}

const token = `__Host-sid=${'A'.repeat(22)}.${'A'.repeat(43)}`

describe.each(platforms)('session errors on %s', (_name, platform) => {
  function serveFailing(verb: 'read' | 'create', providers: Provider[] = []): Promise<Visit> {
    @Module({
      imports: [SessionModule.forRoot({ sessions: newSessions({}, failing(verb)) })],
      controllers: [WritingController],
      providers,
    })
    class AppModule {}
    return serve(platform, AppModule)
  }

  it('R118 a save that fails is answered as Nest answers errors', async () => {
    const visit = await serveFailing('create')
    const response = await visit('/write')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await response.json()).toEqual({ statusCode: 503, message: 'Service Unavailable' })
  })

  it('R109 and so is a guard that cannot read', async () => {
    const visit = await serveFailing('read')
    const response = await visit('/guarded', { headers: { cookie: token } })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await response.json()).toEqual({ statusCode: 503, message: 'Service Unavailable' })
  })

  it('a filter of the route answers them in its own words', async () => {
    const visit = await serveFailing('create')
    const response = await visit('/own-words')
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ sorry: 'SESSION_UNAVAILABLE' })
  })

  it('and so does a global one, set in main.ts', async () => {
    @Module({
      imports: [SessionModule.forRoot({ sessions: newSessions({}, failing('create')) })],
      controllers: [WritingController],
    })
    class AppModule {}
    const visit = await serve(platform, AppModule, (app) => app.useGlobalFilters(new OwnFilter()))
    expect(await (await visit('/write')).json()).toEqual({ sorry: 'SESSION_UNAVAILABLE' })
  })

  it('a filter that catches all, provided by a module, leaves them as they are', async () => {
    const visit = await serveFailing('create', [{ provide: APP_FILTER, useClass: OwnFilter }])
    const response = await visit('/write')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
  })
})
