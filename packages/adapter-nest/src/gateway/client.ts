import type { NodeRequest } from '@sojourn/core/node'

/** RFC 6455, 7.4.1: the message, or who sends it, breaks a rule of the server. */
export const policyViolation = 1008
/** RFC 6455, 7.4.1. */
export const serverError = 1011
/** IANA's registry of close codes: the server cannot answer now. */
export const tryAgainLater = 1013

/** The handshake of a client: the upgrade request that `ws` passes along, or what Socket.IO keeps. */
export function handshakeOf(client: object, passed: readonly unknown[]): NodeRequest | undefined {
  return [...passed, Reflect.get(client, 'request')].find(isRequest)
}

/** Closes a client of `ws` with this code, or a client of Socket.IO, whose protocol has none, after telling it. */
export function closeClient(client: object, code: number, reason: string): void {
  if (isSocketIo(client)) {
    client.emit('exception', { status: 'error', code, message: reason })
    client.disconnect(true)
  } else if (isWebSocket(client)) {
    client.close(code, reason)
  }
}

interface SocketIoClient {
  emit(event: string, data: object): unknown
  disconnect(close: boolean): unknown
}

interface WebSocketClient {
  close(code: number, reason: string): unknown
}

function isSocketIo(client: object): client is SocketIoClient {
  return 'disconnect' in client && typeof client.disconnect === 'function' && 'emit' in client
}

function isWebSocket(client: object): client is WebSocketClient {
  return 'close' in client && typeof client.close === 'function'
}

function isRequest(value: unknown): value is NodeRequest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'headers' in value &&
    typeof value.headers === 'object' &&
    value.headers !== null
  )
}
