import { Logger } from '@nestjs/common'
import { type GuardedRequest, isSessionError } from '@sojourn/core'
import type { NodeRequest } from '@sojourn/core/node'
import { closeClient, policyViolation, tryAgainLater } from './client.ts'
import type { SocketSession } from './socket-session.ts'

/** What a gateway asks of its clients, and does for them. */
export interface Rules {
  readonly allows: (request: GuardedRequest) => boolean
  readonly signedIn: boolean
  readonly changed: () => unknown
}

const logger = new Logger('SessionGateway')
/** What a timer of Node can wait, in milliseconds. */
const longestTimer = 2 ** 31 - 1

/** One client of one gateway, from its handshake to its end. */
export class Connection {
  readonly #client: object
  readonly #socket: SocketSession
  /** Whether the client may be served; settled once the handshake was looked at. */
  readonly admitted: Promise<boolean>
  #ended = false
  #unsubscribe = (): void => undefined

  constructor(client: object, socket: SocketSession, request: NodeRequest, rules: Rules) {
    this.#client = client
    this.#socket = socket
    this.admitted = this.#admit(request, rules)
  }

  /** The session is over, or the client is gone. */
  get ended(): boolean {
    return this.#ended
  }

  /** The client is gone. */
  end(): void {
    this.#ended = true
    this.#unsubscribe()
  }

  async #admit(request: NodeRequest, rules: Rules): Promise<boolean> {
    // A handshake is a GET that opens a way to change things: it is judged like what changes things.
    const guarded: GuardedRequest = { method: 'POST', header: (name) => textOf(request, name) }
    if (!rules.allows(guarded)) return this.#close(policyViolation, 'cross-site')
    try {
      const session = await this.#socket.session.load()
      if (rules.signedIn && session.userId === null) {
        return this.#close(policyViolation, 'not signed in')
      }
      // The client may have gone meanwhile.
      if (!this.#ended && session.id !== null) {
        this.#unsubscribe = this.#follow(session.id, session.getExpiryAge(), rules)
      }
      return !this.#ended
    } catch (error) {
      if (!isSessionError(error) || error.status !== 503) logger.error(error)
      return this.#close(tryAgainLater, 'unavailable')
    }
  }

  #follow(id: string, expiryAge: number, rules: Rules): () => void {
    const over = (): boolean => this.#close(policyViolation, 'session ended')
    try {
      return this.#socket.subscribe(id, (news) => {
        if (news === 'ended') over()
        else void run(rules.changed)
      })
    } catch (error) {
      if (!isSessionError(error) || error.code !== 'UNSUPPORTED_OPERATION') throw error
      // The session lives in the handshake's cookie alone: nothing tells of it but its own end.
      const timer = setTimeout(over, Math.min(expiryAge * 1000, longestTimer))
      timer.unref()
      return () => clearTimeout(timer)
    }
  }

  #close(code: number, reason: string): false {
    this.end()
    closeClient(this.#client, code, reason)
    return false
  }
}

async function run(changed: () => unknown): Promise<void> {
  try {
    await changed()
  } catch (error) {
    logger.error(error)
  }
}

function textOf(
  request: NodeRequest,
  name: 'origin' | 'host' | 'sec-fetch-site',
): string | undefined {
  return [request.headers[name]].flat().join(', ') || undefined
}
