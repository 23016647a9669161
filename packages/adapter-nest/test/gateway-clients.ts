import { once } from 'node:events'
import type { INestApplicationContext, WebSocketAdapter } from '@nestjs/common'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { WsAdapter } from '@nestjs/platform-ws'
import { io } from 'socket.io-client'
import { WebSocket } from 'ws'

/** A client of a gateway, over either protocol. */
export interface GatewayClient {
  /** Sends a message. */
  send(event: string, data?: unknown): void
  /** The data of the next message of this kind that was not taken yet. */
  next(event: string): Promise<unknown>
  /** How the server closed it. */
  readonly closed: Promise<{ readonly code: unknown; readonly reason: unknown }>
  close(): void
  /** Reads nothing from now on, so that it does not answer when it is closed. Over `ws` only. */
  deafen?(): void
}

export interface Protocol {
  readonly name: string
  readonly adapter: (app: INestApplicationContext) => WebSocketAdapter
  readonly connect: (origin: string, headers: Record<string, string>) => Promise<GatewayClient>
}

/** What came and was not taken yet, and who waits for it. */
class Mailbox {
  readonly #came = new Map<string, unknown[]>()
  readonly #waiting = new Map<string, (data: unknown) => void>()

  put(event: string, data: unknown): void {
    const waiting = this.#waiting.get(event)
    this.#waiting.delete(event)
    if (waiting) waiting(data)
    else this.#came.set(event, [...(this.#came.get(event) ?? []), data])
  }

  next(event: string): Promise<unknown> {
    const [first, ...rest] = this.#came.get(event) ?? []
    if (first === undefined) return new Promise((resolve) => this.#waiting.set(event, resolve))
    this.#came.set(event, rest)
    return Promise.resolve(first)
  }
}

const ws: Protocol = {
  name: 'ws',
  adapter: (app) => new WsAdapter(app),
  connect: async (origin, headers) => {
    const socket = new WebSocket(origin.replace('http', 'ws'), { headers })
    const mailbox = new Mailbox()
    socket.on('message', (text) => {
      const { event, data }: { event: string; data: unknown } = JSON.parse(String(text))
      mailbox.put(event, data)
    })
    const closed = new Promise<{ code: unknown; reason: unknown }>((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    )
    await once(socket, 'open')
    return {
      send: (event, data = null) => socket.send(JSON.stringify({ event, data })),
      next: (event) => mailbox.next(event),
      closed,
      close: () => socket.terminate(),
      deafen: () => socket.pause(),
    }
  },
}

const socketIo: Protocol = {
  name: 'socket.io',
  adapter: (app) => new IoAdapter(app),
  connect: async (origin, headers) => {
    const socket = io(origin, {
      extraHeaders: headers,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    const mailbox = new Mailbox()
    let told: { code?: unknown; message?: unknown } = {}
    socket.onAny((event: string, data: unknown) => mailbox.put(event, data))
    socket.on('exception', (data: object) => {
      told = data
    })
    const closed = new Promise<{ code: unknown; reason: unknown }>((resolve) =>
      socket.once('disconnect', () => resolve({ code: told.code, reason: told.message })),
    )
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    return {
      send: (event, data = null) => void socket.emit(event, data),
      next: (event) => mailbox.next(event),
      closed,
      close: () => void socket.close(),
    }
  },
}

export const protocols = [ws, socketIo] as const
