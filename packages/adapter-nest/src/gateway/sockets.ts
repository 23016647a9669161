import { AsyncLocalStorage } from 'node:async_hooks'
import type { ArgumentsHost } from '@nestjs/common'
import { ConfigurationError } from '@sojourn/core'
import type { AnySession, SocketSession } from './socket-session.ts'

/** By client, and by the name of the sessions. */
const socketsOf = new WeakMap<object, Map<string, SocketSession>>()
/** By what stands for a message, and by the name of the sessions. */
const messagesOf = new WeakMap<object, Map<string, AnySession>>()
/** The message that is being handled: Nest hands its parameters on in another list than its guards. */
const message = new AsyncLocalStorage<object>()

/** The named session of a client, opened at its handshake; several gateways share it. */
export function bindSocket(client: object, name: string, open: () => SocketSession): SocketSession {
  const sockets = socketsOf.get(client) ?? new Map<string, SocketSession>()
  const socket = sockets.get(name) ?? open()
  socketsOf.set(client, sockets.set(name, socket))
  return socket
}

/** The session of a client's handshake, if it is the client of a session gateway. */
export function socketOf(client: object, name: string): SocketSession | undefined {
  return socketsOf.get(client)?.get(name)
}

/** Does something as part of handling a message. */
export function duringMessage<R>(host: ArgumentsHost, work: () => R): R {
  return message.run(host.getArgs(), work)
}

/** The session of a message: one object for its guards, interceptors and handler. */
export function sessionOfMessage(host: ArgumentsHost, name: string): AnySession {
  const key = message.getStore() ?? host.getArgs()
  const sessions = messagesOf.get(key) ?? new Map<string, AnySession>()
  const known = sessions.get(name)
  if (known) return known
  const socket = socketOf(host.switchToWs().getClient<object>(), name)
  if (socket === undefined) throw notBound(name)
  const session = socket.again()
  messagesOf.set(key, sessions.set(name, session))
  return session
}

/** The session of a message, if anyone has touched it. */
export function touchedByMessage(host: ArgumentsHost, name: string): AnySession | undefined {
  return messagesOf.get(host.getArgs())?.get(name)
}

function notBound(name: string): ConfigurationError {
  const options = name === 'default' ? '' : `{ name: '${name}' }`
  return new ConfigurationError(
    `This socket has no session '${name}'. Write @SessionGateway(${options}) beside @WebSocketGateway().`,
  )
}
