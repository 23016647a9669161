import { base64Url, fromBase64Url, type Key, type KeyRing } from '@sojourn/core/crypto'
import { version } from './mode.ts'

/** A token taken apart: its key, and its bytes after the version. */
export interface TokenParts {
  readonly key: Key
  readonly body: Uint8Array
}

const shape = /^[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]+$/

/** The texts of tokens: `keyId.base64url(version, body)`. Both modes have it. */
export class TokenText {
  readonly #ring: KeyRing

  constructor(ring: KeyRing) {
    this.#ring = ring
  }

  isToken(text: string): boolean {
    return shape.test(text)
  }

  /** The characters of a token whose body has that many bytes, under the newest key. */
  length(bodyBytes: number): number {
    return this.#ring.newest.id.length + 1 + Math.ceil(((1 + bodyBytes) * 8) / 6)
  }

  write(key: Key, parts: readonly Uint8Array[]): string {
    let length = 1
    for (const part of parts) length += part.length
    const bytes = new Uint8Array(length)
    bytes[0] = version
    let at = 1
    for (const part of parts) {
      bytes.set(part, at)
      at += part.length
    }
    return `${key.id}.${base64Url(bytes)}`
  }

  /** `null` for another shape, another version, and a key that is unknown or retired at `now`: found by its id, never by trial (R100). */
  read(text: string, now: number): TokenParts | null {
    const point = text.indexOf('.')
    const key = this.#ring.find(text.slice(0, point), now)
    const bytes = key && fromBase64Url(text.slice(point + 1))
    return bytes && bytes[0] === version ? { key, body: bytes.subarray(1) } : null
  }
}
