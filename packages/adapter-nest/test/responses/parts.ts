import {
  type ArgumentsHost,
  type CallHandler,
  Catch,
  type ExceptionFilter,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  type NestMiddleware,
  Scope,
} from '@nestjs/common'
import { REQUEST } from '@nestjs/core'
import { map, type Observable } from 'rxjs'
import { sessionOf } from '../../src/index.ts'
import type { Data } from '../serve.ts'

/** What Express's response and Fastify's reply have in common, and the Node response of each. */
export interface Reply {
  readonly raw?: RawReply
  status(code: number): this
  header(name: string, value: string | string[]): this
  send(body: unknown): unknown
  redirect(location: string): unknown
}

export interface RawReply {
  writeHead(status: number, headers: Record<string, string>): unknown
  write(body: string): unknown
  end(body?: string): unknown
}

/** Notes in the session that it was here, without a load. */
export function note(source: object): void {
  sessionOf<Data>(source).set('at', 'here')
}

@Injectable()
export class NotingGuard {
  canActivate(context: ExecutionContext): boolean {
    note(context)
    return true
  }
}

@Injectable()
export class RefusingGuard {
  canActivate(context: ExecutionContext): boolean {
    note(context)
    return false
  }
}

@Injectable()
export class FailingGuard {
  canActivate(context: ExecutionContext): boolean {
    note(context)
    throw new Error('a bug in the guard')
  }
}

@Injectable()
export class MappingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((value: unknown) => {
        note(context)
        return { mapped: value }
      }),
    )
  }
}

@Injectable()
export class FailingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map(() => {
        note(context)
        throw new Error('a bug in the interceptor')
      }),
    )
  }
}

@Catch()
export class AnsweringFilter implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    note(host)
    host.switchToHttp().getResponse<Reply>().status(418).send({ sorry: true })
  }
}

@Catch()
export class FailingFilter implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    note(host)
    host.switchToHttp().getResponse<Reply>().status(502).send({ sorry: true })
  }
}

/** A provider of the app that holds the session of its request. */
@Injectable({ scope: Scope.REQUEST })
export class Noter {
  readonly #request: object

  constructor(@Inject(REQUEST) request: object) {
    this.#request = request
  }

  note(): void {
    note(this.#request)
  }
}

@Injectable()
export class NotingMiddleware implements NestMiddleware {
  use(request: object, _response: object, next: () => void): void {
    note(request)
    next()
  }
}

@Injectable()
export class AnsweringMiddleware implements NestMiddleware {
  use(request: object, response: RawReply): void {
    note(request)
    response.end('from the middleware')
  }
}

@Injectable()
export class FailingMiddleware implements NestMiddleware {
  use(request: object): void {
    note(request)
    throw new Error('a bug in the middleware')
  }
}
