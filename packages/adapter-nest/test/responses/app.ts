import { Readable } from 'node:stream'
import {
  Controller,
  ForbiddenException,
  Get,
  Header,
  HttpCode,
  Inject,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Param,
  ParseIntPipe,
  Redirect,
  Req,
  Res,
  Sse,
  StreamableFile,
  type Type,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common'
import type { SessionStore, Sessions } from '@sojourn/core'
import { from, type Observable, of, throwError } from 'rxjs'
import { CurrentSession, SessionModule } from '../../src/index.ts'
import type { Data } from '../serve.ts'
import {
  AnsweringFilter,
  AnsweringMiddleware,
  FailingFilter,
  FailingGuard,
  FailingInterceptor,
  FailingMiddleware,
  MappingInterceptor,
  Noter,
  NotingGuard,
  NotingMiddleware,
  note,
  type RawReply,
  RefusingGuard,
  type Reply,
} from './parts.ts'

/** Each route notes its visit in the session, and answers in its own way. */
@Controller()
class RoutesController {
  @Get('value')
  value(@Req() request: object): object {
    note(request)
    return { answer: 1 }
  }

  @Get('promise')
  @HttpCode(201)
  async promise(@CurrentSession() session: SessionStore<Data>): Promise<string> {
    session.set('at', 'here')
    return 'later'
  }

  @Get('observable')
  observable(@Req() request: object): Observable<string> {
    note(request)
    return of('seen')
  }

  @Get('observables')
  observables(@Req() request: object): Observable<string> {
    note(request)
    return from(['first', 'last'])
  }

  @Get('nothing')
  @HttpCode(204)
  nothing(@Req() request: object): void {
    note(request)
  }

  @Get('headers')
  @Header('Cache-Control', 'public, max-age=600')
  @Header('Vary', 'Accept')
  headers(@Req() request: object): string {
    note(request)
    return 'with headers'
  }

  @Get('cookies')
  cookies(@Req() request: object, @Res({ passthrough: true }) reply: Reply): string {
    note(request)
    reply.header('Set-Cookie', ['one=1; Path=/', 'two=2; Path=/'])
    return 'with cookies'
  }

  @Get('status')
  status(@Req() request: object, @Res({ passthrough: true }) reply: Reply): string {
    note(request)
    reply.status(500)
    return 'failed, it says'
  }

  @Get('res')
  res(@Req() request: object, @Res() reply: Reply): void {
    note(request)
    reply.status(202).header('X-Own', 'yes').send({ sent: true })
  }

  @Get('res-later')
  async resLater(@Req() request: object, @Res() reply: Reply): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    note(request)
    reply.send('sent later')
    await new Promise((resolve) => setImmediate(resolve))
  }

  @Get('res-500')
  res500(@Req() request: object, @Res() reply: Reply): void {
    note(request)
    reply.status(500).send('failed')
  }

  @Get('raw')
  raw(@Req() request: object, @Res() reply: Reply & RawReply): void {
    note(request)
    const raw = reply.raw ?? reply
    raw.writeHead(200, { 'Content-Type': 'text/plain', 'Set-Cookie': 'one=1' })
    raw.write('raw ')
    raw.end('bytes')
  }

  @Get('redirect')
  @Redirect('/value', 303)
  redirect(@Req() request: object): void {
    note(request)
  }

  @Get('redirect-chosen')
  @Redirect('/value')
  redirectChosen(@Req() request: object): object {
    note(request)
    return { url: '/promise', statusCode: 307 }
  }

  @Get('redirect-res')
  redirectRes(@Req() request: object, @Res() reply: Reply): void {
    note(request)
    reply.status(302).redirect('/value')
  }

  @Get('file')
  file(@Req() request: object): StreamableFile {
    note(request)
    return new StreamableFile(Readable.from(['a ', 'file']), { type: 'text/plain' })
  }

  @Get('buffer')
  buffer(@Req() request: object): StreamableFile {
    note(request)
    return new StreamableFile(Buffer.from('a buffer'))
  }

  @Sse('events')
  events(@CurrentSession() session: SessionStore<Data>): Observable<object> {
    session.set('at', 'here')
    return of({ data: 'an event' })
  }

  @Get('forbidden')
  forbidden(@Req() request: object): never {
    note(request)
    throw new ForbiddenException('not you')
  }

  @Get('bug')
  bug(@Req() request: object): never {
    note(request)
    throw new Error('a bug in the app')
  }

  @Get('rejected')
  async rejected(@Req() request: object): Promise<never> {
    note(request)
    throw new Error('a bug in the app')
  }

  @Get('failed-observable')
  failedObservable(@Req() request: object): Observable<never> {
    note(request)
    return throwError(() => new ForbiddenException())
  }

  @Get('pipe/:id')
  @UseGuards(NotingGuard)
  pipe(@Param('id', ParseIntPipe) id: number): number {
    return id
  }

  @Get('guard')
  @UseGuards(NotingGuard)
  guard(): string {
    return 'let in'
  }

  @Get('guard-refuses')
  @UseGuards(RefusingGuard)
  guardRefuses(): string {
    return 'not reached'
  }

  @Get('guard-fails')
  @UseGuards(FailingGuard)
  guardFails(): string {
    return 'not reached'
  }

  @Get('interceptor')
  @UseInterceptors(MappingInterceptor)
  interceptor(): string {
    return 'value'
  }

  @Get('interceptor-fails')
  @UseInterceptors(FailingInterceptor)
  interceptorFails(): string {
    return 'value'
  }

  @Get('filter')
  @UseFilters(AnsweringFilter)
  filter(): never {
    throw new Error('a bug in the app')
  }

  @Get('filter-500')
  @UseFilters(FailingFilter)
  filter500(): never {
    throw new ForbiddenException()
  }

  @Get('middleware')
  middleware(): string {
    return 'after the middleware'
  }

  @Get('unsaved')
  unsaved(@CurrentSession() session: SessionStore<Data>): string {
    session.set('cart', ['tea'])
    const cart: unknown[] = session.get('cart', [])
    cart.push(10n)
    return 'not to be saved'
  }
}

@Controller()
class ScopedController {
  readonly #noter: Noter

  constructor(@Inject(Noter) noter: Noter) {
    this.#noter = noter
  }

  @Get('request-scoped')
  scoped(): string {
    this.#noter.note()
    return 'for one request'
  }
}

@Controller()
class LookController {
  @Get('look')
  look(@CurrentSession() session: SessionStore<Data>): object {
    return session.toObject()
  }
}

/** The application of the table. */
export function tableModule(sessions: Sessions<Data>): Type<unknown> {
  @Module({
    imports: [SessionModule.forRoot({ sessions })],
    controllers: [RoutesController, ScopedController, LookController],
    providers: [Noter],
  })
  class TableModule implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer.apply(NotingMiddleware).forRoutes('middleware', 'missing')
      consumer.apply(AnsweringMiddleware).forRoutes('middleware-answers')
      consumer.apply(FailingMiddleware).forRoutes('middleware-fails')
    }
  }
  return TableModule
}
