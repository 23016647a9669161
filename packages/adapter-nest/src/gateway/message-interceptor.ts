import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common'
import { concatMap, EMPTY, Observable } from 'rxjs'
import type { Connection } from './connection.ts'
import { duringMessage, touchedByMessage } from './sockets.ts'

/**
 * Handles a message only for a client that was admitted and whose session is not over, and saves its
 * session when the handler has answered. What a handler that throws has changed is dropped.
 */
export class MessageInterceptor implements NestInterceptor {
  readonly #name: string
  readonly #connections: WeakMap<object, Connection>

  constructor(name: string, connections: WeakMap<object, Connection>) {
    this.#name = name
    this.#connections = connections
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const connection = this.#connections.get(context.switchToWs().getClient<object>())
    // A client that is being closed may still send.
    if (!(await connection?.admitted) || connection?.ended !== false) return EMPTY
    const handled = new Observable<unknown>((subscriber) =>
      duringMessage(context, () => next.handle().subscribe(subscriber)),
    )
    return handled.pipe(
      concatMap(async (answer: unknown) => {
        await touchedByMessage(context, this.#name)?.save()
        return answer
      }),
    )
  }
}
