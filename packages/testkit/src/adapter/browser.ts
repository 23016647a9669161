import type { ClientResponse } from './client-response.ts'
import type { ClientRequest, HttpClient } from './http-client.ts'

/** A client that keeps cookies, as far as these tests need: one host, one path. */
export class Browser {
  readonly #client: HttpClient
  readonly #cookies = new Map<string, string>()

  constructor(client: HttpClient) {
    this.#client = client
  }

  /** The `Cookie` header that it would send, or `undefined`. */
  get cookie(): string | undefined {
    if (this.#cookies.size === 0) return undefined
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Sends a request with its cookies, and keeps those of the response. */
  async get(path: string, options: Partial<ClientRequest> = {}): Promise<ClientResponse> {
    const { cookie } = this
    const response = await this.#client.send({
      method: options.method ?? 'GET',
      path,
      headers: { ...(cookie === undefined ? {} : { cookie }), ...options.headers },
    })
    for (const line of response.setCookies) this.#keep(line)
    return response
  }

  /** Another one with the same cookies, as it is now: a thief, or a request that is under way. */
  copy(): Browser {
    const copy = new Browser(this.#client)
    for (const [name, value] of this.#cookies) copy.#cookies.set(name, value)
    return copy
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals)
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name)
    else this.#cookies.set(name, pair.slice(equals + 1))
  }
}
