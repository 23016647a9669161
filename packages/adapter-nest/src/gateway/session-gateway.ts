import { Inject, Logger, UseInterceptors } from '@nestjs/common'
import { originGuard } from '@sojourn/core'
import type { Mount } from '../mount.ts'
import { defaultName, mountToken } from '../tokens.ts'
import { closeClient, handshakeOf, serverError } from './client.ts'
import { Connection, type Rules } from './connection.ts'
import { callHook, replaceHook } from './hooks.ts'
import { MessageInterceptor } from './message-interceptor.ts'
import { bindSocket } from './sockets.ts'

/** What a session gateway asks of its clients. */
export interface SessionGatewayOptions {
  /** The name of the `SessionModule`. Default `'default'`. */
  readonly name?: string
  /** Whether only clients whose session has a user are let in. Default `false`. */
  readonly signedIn?: boolean
  /** Origins other than the gateway's own whose pages may connect, such as `'https://shop.example'`. Default: none. */
  readonly origins?: readonly string[]
}

/** A gateway that wants to know when the session of one of its clients was changed. */
export interface OnSessionChange<Client = unknown> {
  /** `await sessionOf(client).load({ fresh: true })` gives what the session holds now. */
  handleSessionChange(client: Client): unknown
}

/**
 * Beside `@WebSocketGateway()`: gives each client the session of its handshake, and each message that
 * session as it is by then. A handshake from another site is refused (cross-site WebSocket hijacking).
 * A client is closed when its session ends or its token is replaced by a sign-in: with code 1008 over
 * `ws`; over Socket.IO, which has no codes, after an event `exception`.
 *
 * `handleConnection` is called once a client was let in, and `handleDisconnect` for those alone.
 */
export function SessionGateway(options: SessionGatewayOptions = {}): ClassDecorator {
  const { name = defaultName, signedIn = false, origins = [] } = options
  const allows = originGuard({ origins })
  return (gateway) => {
    const connections = new WeakMap<object, Connection>()
    const connect = async (instance: object, client: object, rest: unknown[]): Promise<boolean> => {
      const request = handshakeOf(client, rest)
      if (request === undefined) return refuseUnknown(client)
      const rules: Rules = {
        allows,
        signedIn,
        changed: () => callHook(instance, 'handleSessionChange', [client]),
      }
      const socket = bindSocket(client, name, () => mountOf(instance).connect(request))
      const connection = new Connection(client, socket, request, rules)
      connections.set(client, connection)
      return connection.admitted
    }
    const disconnect = async (client: object): Promise<boolean> => {
      const connection = connections.get(client)
      connection?.end()
      return (await connection?.admitted) === true
    }
    replaceHook(gateway, 'handleConnection', connect)
    replaceHook(gateway, 'handleDisconnect', (_instance, client) => disconnect(client))
    UseInterceptors(new MessageInterceptor(name, connections))(gateway)
    // Nest makes what a gateway depends on while it starts: without the module, the application does not.
    Inject(mountToken(name))(gateway.prototype, mountKey)
    sessionGateways.add(gateway)
  }
}

/** Whether a class was made a session gateway. */
export function isSessionGateway(gateway: object): boolean {
  return sessionGateways.has(gateway)
}

const sessionGateways = new WeakSet<object>()
const mountKey: unique symbol = Symbol('sessions')

function mountOf(instance: { readonly [mountKey]?: Mount }): Mount {
  const mount = instance[mountKey]
  if (mount) return mount
  throw new TypeError('The gateway was not made by Nest.')
}

function refuseUnknown(client: object): false {
  new Logger('SessionGateway').error(
    'The WebSocket adapter does not tell the handshake of a client, so there is no cookie to find its session by. Use WsAdapter, IoAdapter, or one made on them.',
  )
  closeClient(client, serverError, 'no handshake')
  return false
}
