import { Agent, request } from 'node:http'

/** An answer, as far as the tests look. */
export interface HttpAnswer {
  readonly status: number
  readonly setCookie: readonly string[]
  readonly body: string
}

/** A client that keeps fifty connections open. */
export class KeepAliveClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 50 })
  readonly #port: number

  constructor(port: number) {
    this.#port = port
  }

  get(path: string, cookie: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const options = { port: this.#port, path, agent: this.#agent, headers: { cookie } }
      const sent = request(options, (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          body += chunk
        })
        response.on('error', reject)
        response.on('end', () => {
          const setCookie = response.headers['set-cookie'] ?? []
          resolve({ status: response.statusCode ?? 0, setCookie, body })
        })
      })
      sent.on('error', reject)
      sent.end()
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
