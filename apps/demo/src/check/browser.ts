import { type Form, formIn, formWith } from './forms.ts'
import { parseSetCookie, type SentCookie } from './set-cookie.ts'

/** What came back for one request. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The cookies that the response sets. */
  readonly cookies: readonly SentCookie[]
}

/** As much of a browser as the check needs: it keeps cookies, sends forms and follows no script. */
export class Browser {
  /** Where the server is now. */
  address: string
  /** The cookies it holds: names and values. */
  readonly jar: Map<string, string>

  constructor(address: string, jar: ReadonlyMap<string, string> = new Map()) {
    this.address = address
    this.jar = new Map(jar)
  }

  /** Opens the page. */
  open(): Promise<Answer> {
    return this.#request('/', {})
  }

  /**
   * Opens the page and sends one of its forms, with the form's hidden fields unless `fields` have
   * others, and as sent from there unless `headers` say otherwise. It follows no redirect.
   */
  async submit(
    name: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = this.#sameOrigin,
  ): Promise<Answer> {
    return await this.#send(formIn((await this.open()).text, name, '/'), fields, headers)
  }

  /** Opens the page and presses one of its buttons. It follows no redirect. */
  async press(button: string): Promise<Answer> {
    return await this.#send(formWith((await this.open()).text, button, '/'), {}, this.#sameOrigin)
  }

  /** Sends these fields, whatever the page holds. */
  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const body = new URLSearchParams(fields)
    return await this.#request(path, { method: 'POST', body, headers: this.#sameOrigin })
  }

  get #sameOrigin(): Readonly<Record<string, string>> {
    return { origin: this.address, 'sec-fetch-site': 'same-origin' }
  }

  async #send(
    { path, multipart, hidden }: Form,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const body = multipart ? new FormData() : new URLSearchParams()
    for (const [key, value] of [...hidden, ...Object.entries(fields)]) body.set(key, value)
    return await this.#request(path, { method: 'POST', body, headers })
  }

  async #request(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers)
    const held = [...this.jar].map(([name, value]) => `${name}=${value}`)
    if (held.length > 0) headers.set('cookie', held.join('; '))
    const response = await fetch(this.address + path, { ...init, headers, redirect: 'manual' })
    const cookies = response.headers.getSetCookie().map(parseSetCookie)
    for (const { name, value, attributes } of cookies) {
      if (attributes.get('max-age') === '0') this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      cookies,
    }
  }
}
