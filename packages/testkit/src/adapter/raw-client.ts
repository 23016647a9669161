import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** One connection on which a test writes bytes itself, and sees which ones come back. HTTP/1.1 only. */
export class RawClient {
  /** What has arrived, as Latin-1. */
  received = ''
  readonly #socket: Socket

  constructor(origin: string) {
    const { hostname, port } = new URL(origin)
    this.#socket = connect(Number(port), hostname)
    this.#socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1')
    })
    // A refused or reset connection ends it; what had arrived is what counts.
    this.#socket.on('error', () => {})
  }

  /** Sends a request whose header lines go out as they are, in Latin-1. */
  send(path: string, headerLines: readonly string[], method = 'GET'): void {
    const head = [`${method} ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close']
    this.#socket.write(`${[...head, ...headerLines].join('\r\n')}\r\n\r\n`, 'latin1')
  }

  /** Everything that came until the server closed the connection. */
  async all(): Promise<string> {
    if (!this.#socket.closed) await once(this.#socket, 'close')
    return this.received
  }

  close(): void {
    this.#socket.destroy()
  }
}
