import type { CookieSettings } from './cookie-options.ts'
import { readCookie } from './parse-cookies.ts'
import { type CookieWriter, cookieWriter, maxCookieBytes } from './write-cookie.ts'

/** A request's `Cookie` header, in one line or several. */
export type CookieHeader = string | readonly string[] | null | undefined

/** What a request's cookies of the session's name hold. */
export interface ReadTokens {
  /** Distinct, in the order of the header; a token over several cookies put together. */
  readonly texts: readonly string[]
  /** Whether the client sent any cookie of the name. */
  readonly hadCookie: boolean
}

/** Over how many cookies a token may be spread at most. */
const mostChunks = 4
/** How many texts are put together from one request: R86 looks at no more. */
const mostTexts = 4
/**
 * The most that all cookies of a token take, names and separators included. Node accepts 16 KiB of
 * headers together, and answers 431 to everything from a client that sends more.
 */
const mostBytes = 14_336
/** `=` and `; ` of one pair in the header. */
const separators = 3
/** How the first of several cookies begins: how many there are, and `~`, which no token holds. */
const spread = /^([2-4])~/
const spreadLength = 2

/**
 * The session's token as the client's cookies hold it: one, or up to four by the names `sid`,
 * `sid.1`, `sid.2`, `sid.3`. A token has one way to be spread, and says itself over how many, so a
 * cookie left over from a longer one is never taken for a part (R103).
 */
export class TokenCookies {
  /** The characters of the longest token that can be sent. */
  readonly room: number
  readonly #chunks: number
  readonly #names: readonly string[]
  readonly #writers: readonly CookieWriter[]

  /** `chunks`: 1 to 4; `null` where tokens are short, and no cookie but the first was ever set. */
  constructor(settings: CookieSettings, chunks: number | null) {
    const { name } = settings
    this.#chunks = chunks ?? 1
    this.#names = Array.from({ length: chunks === null ? 1 : mostChunks }, (_, index) =>
      index === 0 ? name : `${name}.${index}`,
    )
    this.#writers = this.#names.map((each) => cookieWriter({ ...settings, name: each }))
    this.room = this.#roomOf(this.#chunks)
  }

  /** The tokens that a `Cookie` header holds, each once, in its order. */
  read(header: CookieHeader): ReadTokens {
    const [name = ''] = this.#names
    const values = readCookie(header, name)
    const hadCookie = values.length > 0
    const distinct = values.length > 1 ? [...new Set(values)] : values
    if (this.#chunks === 1) return { texts: distinct, hadCookie }
    return { texts: distinct.flatMap((value) => this.#joined(value, header)), hadCookie }
  }

  /** Which cookies beside the first a request carries, by their index: one that is not set anew has to go. */
  extras(header: CookieHeader): number[] {
    const carried = (name: string): boolean => readCookie(header, name).length > 0
    return this.#names.flatMap((name, index) => (index > 0 && carried(name) ? [index] : []))
  }

  /** The `Set-Cookie` headers that give the client this token; `maxAge` in seconds, `null`: until the browser closes. */
  set(token: string, options: { readonly maxAge: number | null }): string[] {
    return this.#pieces(token).map((piece, index) => this.#writer(index).set(piece, options))
  }

  /** The `Set-Cookie` header that deletes the cookie of this index; 0 is the session's own name. */
  expire(index: number): string {
    return this.#writer(index).expire()
  }

  /** The `Cookie` header of a client that holds this token. */
  header(token: string): string {
    return this.#pieces(token)
      .map((piece, index) => `${this.#names[index]}=${piece}`)
      .join('; ')
  }

  /** One cookie where the token fits; else each filled before the next. */
  #pieces(token: string): string[] {
    if (this.#chunks === 1 || token.length <= this.#roomOf(1)) return [token]
    let count = 2
    while (count < this.#chunks && token.length > this.#roomOf(count)) count++
    const pieces: string[] = []
    for (let index = 0, at = 0; index < count; index++) {
      const piece = token.slice(at, at + this.#sizeOf(index))
      at += piece.length
      pieces.push(index === 0 ? `${count}~${piece}` : piece)
    }
    return pieces
  }

  /** What a value of the first cookie comes to with the others; a text that is no token where they do not fit. */
  #joined(value: string, header: CookieHeader): string[] {
    const [, digit] = spread.exec(value) ?? []
    const count = Number(digit ?? 1)
    if (count > this.#chunks) return [value]
    let all = [[value]]
    for (let index = 1; index < count; index++) {
      const found = [...new Set(readCookie(header, this.#names[index] ?? ''))]
      all = all.flatMap((pieces) => found.map((piece) => [...pieces, piece])).slice(0, mostTexts)
    }
    return all.flatMap((pieces) => {
      const text = pieces.join('').slice(count === 1 ? 0 : spreadLength)
      // Spread as we spread it, or not ours.
      return this.#pieces(text).join() === pieces.join() ? [text] : []
    })
  }

  #roomOf(chunks: number): number {
    let room = chunks === 1 ? spreadLength : 0
    let overhead = chunks * separators
    for (let index = 0; index < chunks; index++) {
      room += this.#sizeOf(index)
      overhead += this.#nameLength(index)
    }
    return Math.min(room, mostBytes - overhead)
  }

  /** The characters of a token that one of several cookies takes. */
  #sizeOf(index: number): number {
    return maxCookieBytes - this.#nameLength(index) - (index === 0 ? spreadLength : 0)
  }

  #nameLength(index: number): number {
    const [name = ''] = this.#names
    return name.length + (index === 0 ? 0 : 2)
  }

  #writer(index: number): CookieWriter {
    const writer = this.#writers[index]
    if (!writer) throw new RangeError('A token takes at most four cookies.')
    return writer
  }
}
