import type { TokenCodec } from '@sojourn/core'
import { type Aead, aead, type KeyRing, type Message, randomBytes } from '@sojourn/core/crypto'
import { boundTo, type CodecScope } from './bound.ts'
import { PerKey } from './per-key.ts'
import { TokenText } from './token-text.ts'

const saltLength = 32
const tagLength = 16
const keyPurpose = new TextEncoder().encode('sojourn/cookie/v1/sealed')

/**
 * Sealed tokens: AES-256-GCM, with key and nonce from HKDF-SHA-256 over 32 random bytes, new for
 * every token: there is no nonce under a long-lived key that could repeat (R97).
 */
export class SealedCodec implements TokenCodec {
  readonly #ring: KeyRing
  readonly #cipher: Aead
  readonly #text: TokenText
  readonly #bound: PerKey<Uint8Array>

  constructor(ring: KeyRing, scope: CodecScope, cipher: Aead = aead()) {
    this.#ring = ring
    this.#cipher = cipher
    this.#text = new TokenText(ring)
    this.#bound = new PerKey(({ id }) => boundTo(scope, 'sealed', id))
  }

  isToken(text: string): boolean {
    return this.#text.isToken(text)
  }

  tokenLength(bytes: number): number {
    return this.#text.length(saltLength + bytes + tagLength)
  }

  seal(plain: Uint8Array): string | Promise<string> {
    const { newest } = this.#ring
    const salt = randomBytes(saltLength)
    const sealed = this.#cipher.seal(this.#message(newest, salt), plain)
    if (!(sealed instanceof Promise)) return this.#text.write(newest, [salt, sealed])
    return sealed.then((bytes) => this.#text.write(newest, [salt, bytes]))
  }

  open(token: string, now: number): Uint8Array | null | Promise<Uint8Array | null> {
    const parts = this.#text.read(token, now)
    if (!parts || parts.body.length < saltLength + tagLength) return null
    const { key, body } = parts
    const message = this.#message(key, body.subarray(0, saltLength))
    return this.#cipher.open(message, body.subarray(saltLength))
  }

  #message(key: KeyRing['newest'], salt: Uint8Array): Message {
    return { master: key.master, salt, purpose: keyPurpose, bound: this.#bound.of(key) }
  }
}
