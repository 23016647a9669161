import { STATUS_CODES } from 'node:http'
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common'
import type { HttpAdapterHost } from '@nestjs/core'
import { isSessionError, type SessionError } from '@sojourn/core'

/** Any error of Sojourn, of another copy of the package too. */
const AnySessionError = class {}
Object.defineProperty(AnySessionError, Symbol.hasInstance, { value: isSessionError })

/**
 * Answers session errors as Nest answers its own: their status, their headers (`Retry-After`), the
 * text of the status and no more. Those of 500 and more are logged. Other filters come first: of a
 * method, of a controller, and `app.useGlobalFilters`.
 */
export class SessionErrorFilter implements ExceptionFilter<SessionError> {
  readonly #host: HttpAdapterHost
  readonly #logger = new Logger('SessionModule')

  constructor(host: HttpAdapterHost) {
    this.#host = host
  }

  catch(error: SessionError, host: ArgumentsHost): void {
    // Others than HTTP have answers of their own.
    if (host.getType() !== 'http') throw error
    if (error.status >= 500) this.#logger.error(error)
    const { httpAdapter } = this.#host
    const response: unknown = host.switchToHttp().getResponse()
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response)
      return
    }
    for (const [name, value] of Object.entries(error.headers ?? {})) {
      httpAdapter.setHeader(response, name, value)
    }
    const { status } = error
    httpAdapter.reply(response, { statusCode: status, message: STATUS_CODES[status] }, status)
  }
}
Catch(AnySessionError)(SessionErrorFilter)
