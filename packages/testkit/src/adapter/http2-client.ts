import { once } from 'node:events'
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2'
import { ClientResponse, collect } from './client-response.ts'
import type { ClientRequest, HttpClient } from './http-client.ts'

/** HTTP/2 in clear text over one connection. */
export class Http2Client implements HttpClient {
  readonly #session: ClientHttp2Session

  constructor(origin: string) {
    this.#session = connect(origin)
    // Whoever waits for an answer is told as well.
    this.#session.on('error', () => {})
  }

  async send({ method, path, headers }: ClientRequest): Promise<ClientResponse> {
    const stream = this.#session.request(
      { ...headers, ':method': method, ':path': path },
      { endStream: true },
    )
    const head = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      stream.on('response', resolve)
      stream.on('error', reject)
      stream.on('close', () => reject(new Error('The stream was closed without a response.')))
    })
    const lines = Object.entries(head).flatMap(([name, value]) =>
      [value ?? []].flat().map((line): [string, string] => [name, line]),
    )
    return new ClientResponse(Number(head[':status']), lines, await collect(stream))
  }

  async close(): Promise<void> {
    if (this.#session.destroyed) return
    const closed = once(this.#session, 'close')
    this.#session.destroy()
    await closed
  }
}
