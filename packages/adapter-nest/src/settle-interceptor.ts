import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common'
import { concatMap, type Observable } from 'rxjs'
import { carrierOf } from './carrier-of.ts'
import { touched } from './visits.ts'

/**
 * Settles the session when the handler has answered, so that a save that fails is an exception like
 * any other, and the app's filters see it. What is not settled here is settled before the first byte.
 */
export class SettleInterceptor implements NestInterceptor {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle()
    const response = rawResponse(context)
    return next.handle().pipe(
      concatMap(async (value: unknown) => {
        // A response that has begun is settled at its first and last byte.
        if (!response.headersSent) {
          await touched(carrierOf(context), this.#name)?.commit(response.statusCode)
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
