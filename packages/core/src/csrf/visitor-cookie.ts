import type { CookieSettings } from '../http/cookie-options.ts'
import { readCookie } from '../http/parse-cookies.ts'
import { type CookieWriter, cookieWriter } from '../http/write-cookie.ts'
import { randomText } from '../tokens/random.ts'

const shape = /^[A-Za-z0-9_-]{22}$/

/** Makes the cookie by which a visitor without a session is told from others: 16 random bytes, no record. */
export class VisitorCookies {
  readonly #name: string
  readonly #writer: CookieWriter

  constructor(settings: CookieSettings) {
    this.#name = `${settings.name}-visitor`
    this.#writer = cookieWriter({ ...settings, name: this.#name, persistent: false })
  }

  of(header: string | readonly string[] | null | undefined): VisitorCookie {
    return new VisitorCookie(() => this.#valueIn(header), this.#writer)
  }

  #valueIn(header: string | readonly string[] | null | undefined): string | null {
    const values = [...new Set(readCookie(header, this.#name))].filter((value) => shape.test(value))
    // Of two nobody can tell which is the visitor's own.
    return values.length === 1 ? (values[0] ?? null) : null
  }
}

/** One request's visitor cookie. */
export class VisitorCookie {
  #value: string | null | undefined
  readonly #read: () => string | null
  #made = false
  readonly #writer: CookieWriter

  constructor(read: () => string | null, writer: CookieWriter) {
    this.#read = read
    this.#writer = writer
  }

  /** Looked up when first asked for: few requests do. */
  get value(): string | null {
    if (this.#value === undefined) this.#value = this.#read()
    return this.#value
  }

  make(): string {
    const value = randomText(16)
    this.#value = value
    this.#made = true
    return value
  }

  /** The `Set-Cookie` header, where a cookie was made in this request. */
  get setCookie(): string | undefined {
    return this.#made && this.value !== null
      ? this.#writer.set(this.value, { maxAge: null })
      : undefined
  }
}
