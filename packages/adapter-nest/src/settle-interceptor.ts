import {
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common'
import { concatMap, type Observable, takeUntil } from 'rxjs'
import { carrierOf } from './carrier-of.ts'
import { endOfSession } from './end-of-session.ts'
import { touched } from './visits.ts'

/** Under this key Nest 11 and 12 keep that a handler sends events. */
const sseKey = '__sse__'

/**
 * Settles the session when the handler has answered, so that a save that fails is an exception like
 * any other, and the app's filters see it. What is not settled here is settled before the first byte.
 * A stream of server-sent events ends with the session that its request has touched.
 */
export class SettleInterceptor implements NestInterceptor {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle()
    if (Reflect.getMetadata(sseKey, context.getHandler()) === true) {
      return next.handle().pipe(takeUntil(endOfSession(carrierOf(context), this.#name)))
    }
    const response = rawResponse(context)
    return next.handle().pipe(
      concatMap(async (value: unknown) => {
        // A response that has begun is settled at its first and last byte.
        if (response.headersSent) return value
        try {
          await touched(carrierOf(context), this.#name)?.commit(response.statusCode)
        } catch (error) {
          // Nobody will read it, and Nest 11 does not close it.
          if (value instanceof StreamableFile) value.getStream().destroy()
          throw error
        }
        return value
      }),
    )
  }
}

interface RawResponse {
  readonly headersSent: boolean
  readonly statusCode: number
}

/** Node's response: Express's own, and the one under Fastify's. */
function rawResponse(context: ExecutionContext): RawResponse {
  const response = context
    .switchToHttp()
    .getResponse<RawResponse & { readonly raw?: RawResponse }>()
  return response.raw ?? response
}
