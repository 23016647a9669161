import type { TokenCodec } from '@sojourn/core'
import { equalBytes, type Key, type KeyRing, type MacKey, macKey } from '@sojourn/core/crypto'
import { boundTo, type CodecScope } from './bound.ts'
import { PerKey } from './per-key.ts'
import { TokenText } from './token-text.ts'

const macLength = 32
const keyPurpose = new TextEncoder().encode('sojourn/cookie/v1/signed')

/** What is worked out once for each key. */
interface Signing {
  readonly key: MacKey
  /** The length of what a token is bound to, in four bytes, and that itself. */
  readonly prefix: Uint8Array
}

/** Signed tokens: what they hold, as it is, and its HMAC-SHA-256 under a key for nothing else. */
export class SignedCodec implements TokenCodec {
  readonly #ring: KeyRing
  readonly #text: TokenText
  readonly #signing: PerKey<Signing>

  constructor(ring: KeyRing, scope: CodecScope, makeKey: typeof macKey = macKey) {
    this.#ring = ring
    this.#text = new TokenText(ring)
    this.#signing = new PerKey(({ id, master }) => ({
      key: makeKey(master, keyPurpose),
      prefix: withLength(boundTo(scope, 'signed', id)),
    }))
  }

  isToken(text: string): boolean {
    return this.#text.isToken(text)
  }

  tokenLength(bytes: number): number {
    return this.#text.length(bytes + macLength)
  }

  seal(plain: Uint8Array): string | Promise<string> {
    const { newest } = this.#ring
    const mac = this.#sign(newest, plain)
    if (!(mac instanceof Promise)) return this.#text.write(newest, [plain, mac])
    return mac.then((bytes) => this.#text.write(newest, [plain, bytes]))
  }

  open(token: string, now: number): Uint8Array | null | Promise<Uint8Array | null> {
    const parts = this.#text.read(token, now)
    if (!parts || parts.body.length < macLength) return null
    const plain = parts.body.subarray(0, -macLength)
    const given = parts.body.subarray(-macLength)
    const mac = this.#sign(parts.key, plain)
    if (!(mac instanceof Promise)) return equalBytes(mac, given) ? plain : null
    return mac.then((bytes) => (equalBytes(bytes, given) ? plain : null))
  }

  #sign(key: Key, plain: Uint8Array): Uint8Array | Promise<Uint8Array> {
    const signing = this.#signing.of(key)
    const message = new Uint8Array(signing.prefix.length + plain.length)
    message.set(signing.prefix)
    message.set(plain, signing.prefix.length)
    return signing.key.sign(message)
  }
}

function withLength(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(4 + bytes.length)
  new DataView(whole.buffer).setUint32(0, bytes.length)
  whole.set(bytes, 4)
  return whole
}
