import { base64Url, fromBase64Url } from '../tokens/base64-url.ts'
import { randomBytes } from '../tokens/random.ts'
import { type Aead, aead } from './aead.ts'
import type { KeyRing } from './key-ring.ts'

const saltLength = 32
const shape = /^([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/

/** Seals text under a key ring, for one purpose. */
export interface Sealer {
  /** `keyId.base64url(salt, ciphertext, tag)`. `bound` has to be the same at the opening. */
  seal(plain: string, bound: string): Promise<string>
  /** The text, or `null` for whatever was not sealed so, under a key of the ring, for this purpose and binding. */
  open(sealed: string, bound: string, now: number): Promise<string | null>
}

export function sealer(ring: KeyRing, purpose: string, cipher: Aead = aead()): Sealer {
  const encoder = new TextEncoder()
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const info = encoder.encode(purpose)
  return {
    async seal(plain, bound) {
      const { id, master } = ring.newest
      const salt = randomBytes(saltLength)
      const message = { master, salt, purpose: info, bound: encoder.encode(`${id}\0${bound}`) }
      const sealed = await cipher.seal(message, encoder.encode(escaped(plain)))
      const whole = new Uint8Array(saltLength + sealed.length)
      whole.set(salt)
      whole.set(sealed, saltLength)
      return `${id}.${base64Url(whole)}`
    },
    async open(text, bound, now) {
      const [, id = '', body = ''] = shape.exec(text) ?? []
      const key = ring.find(id, now)
      const whole = key && fromBase64Url(body)
      if (!whole || whole.length <= saltLength) return null
      const message = {
        master: key.master,
        salt: whole.subarray(0, saltLength),
        purpose: info,
        bound: encoder.encode(`${id}\0${bound}`),
      }
      const plain = await cipher.open(message, whole.subarray(saltLength))
      return plain && unescaped(decoder.decode(plain))
    },
  }
}

/** UTF-8 cannot hold a lone surrogate: a text that has one is sealed as JSON, which escapes it. */
function escaped(text: string): string {
  return /\p{Surrogate}/u.test(text) ? JSON.stringify(text) : ` ${text}`
}

function unescaped(text: string): string {
  return text.startsWith(' ') ? text.slice(1) : String(JSON.parse(text))
}
