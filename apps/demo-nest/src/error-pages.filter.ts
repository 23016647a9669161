import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
  NotFoundException,
} from '@nestjs/common'
import { isSessionError } from '@sojourn/core'
import { messagePage } from 'demo-parts'

/** What is used of Express's response. */
interface PageResponse {
  status(code: number): this
  set(headers: Readonly<Record<string, string>>): this
  type(name: string): this
  send(body: string): void
}

/** Answers errors with a page. A save that failed is one of them: nothing is shown as done that was not. */
@Catch()
export class ErrorPages implements ExceptionFilter {
  readonly #logger = new Logger('demo')

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<PageResponse>()
    const status =
      error instanceof HttpException
        ? error.getStatus()
        : isSessionError(error)
          ? error.status
          : 500
    if (status >= 500) this.#logger.error(error)
    if (isSessionError(error)) response.set(error.headers ?? {})
    response
      .status(status)
      .type('html')
      .send(messagePage('That did not work', textOf(error, status)))
  }
}

function textOf(error: unknown, status: number): string {
  if (error instanceof NotFoundException) return 'There is no such page.'
  if (error instanceof HttpException) return error.message
  // The message of an error that is not for visitors is for the log.
  return advice.get(status) ?? 'It is our fault.'
}

const advice: ReadonlyMap<number, string> = new Map([
  [409, 'Your session changed or ended elsewhere meanwhile. Have a look, and try again.'],
  [503, 'Sessions cannot be reached right now, so this click was not kept. Try again in a moment.'],
])
