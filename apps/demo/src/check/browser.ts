import { csrfIn } from './page-facts.ts'
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
   * Opens the page and sends one of its forms, with the page's CSRF token unless `fields` have
   * another, and as sent from there unless `headers` say otherwise. It follows no redirect.
   */
  async submit(
    path: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
  ): Promise<Answer> {
    const csrf = csrfIn((await this.open()).text)
    const body = new URLSearchParams({ csrf, ...fields })
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
