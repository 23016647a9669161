import { Agent, type IncomingMessage, request } from 'node:http'
import { ClientResponse, collect } from './client-response.ts'
import type { ClientRequest, HttpClient } from './http-client.ts'

/** HTTP/1.1 over up to 250 connections, kept alive. */
export class Http1Client implements HttpClient {
  readonly #origin: string
  readonly #agent: Agent = new Agent({ keepAlive: true, maxSockets: 250 })

  constructor(origin: string) {
    this.#origin = origin
  }

  async send({ method, path, headers }: ClientRequest): Promise<ClientResponse> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers: { ...headers }, agent: this.#agent }
      request(new URL(path, this.#origin), options, resolve).on('error', reject).end()
    })
    const lines: [string, string][] = []
    const { rawHeaders, statusCode = 0 } = response
    for (let at = 0; at < rawHeaders.length; at += 2) {
      lines.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
    }
    return new ClientResponse(statusCode, lines, await collect(response))
  }

  async close(): Promise<void> {
    this.#agent.destroy()
  }
}
