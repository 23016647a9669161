import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { text } from 'node:stream/consumers'
import { withCookies } from './load/cookie-jar.ts'

const agent = new Agent({ keepAlive: true })

/** An answer as a browser has it. */
export interface Answer {
  readonly status: number
  readonly body: string
  /** The cookies that it set: name and value. */
  readonly cookies: readonly string[]
}

/** A visitor whose speed is not measured: it keeps cookies, and may ask in parallel. */
export class Browser {
  readonly #port: number
  /** The `Cookie` header. */
  cookie: string

  constructor(port: number, cookie = '') {
    this.#port = port
    this.cookie = cookie
  }

  async ask(path: string): Promise<Answer> {
    const headers = this.cookie === '' ? {} : { cookie: this.cookie }
    const request = get({ agent, host: '127.0.0.1', port: this.#port, path, headers })
    const [response] = await once(request, 'response')
    const body = await text(response)
    const set: string[] = response.headers['set-cookie'] ?? []
    const cookies = set.map((cookie) => cookie.split(';', 1)[0] ?? '')
    this.cookie = withCookies(this.cookie, cookies)
    return { status: response.statusCode, body, cookies }
  }

  /** The body of an answer that has to be 200. */
  async expect(path: string): Promise<string> {
    const { status, body } = await this.ask(path)
    if (status === 200) return body
    throw new Error(`${path} was answered with ${status}: ${body}`)
  }
}
