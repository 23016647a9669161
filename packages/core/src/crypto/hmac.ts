/** The part of Node's crypto that is used: one call, no object. */
export interface OneShotHash {
  hash(algorithm: 'sha256', data: Uint8Array, encoding: 'binary'): string
}

const hashLength = 32
const blockLength = 64
const innerPad = 0x36
const outerPad = 0x5c

/**
 * HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869) from Node's one-shot hash: the bytes of
 * `createHmac` and `hkdfSync` at a fifth of their cost, most of which is making objects. Keys of at most 64 bytes
 * are used as they are; longer ones are hashed first.
 */
export class Hmac {
  readonly #hash: OneShotHash['hash']
  readonly #outer = Buffer.alloc(blockLength + hashLength)
  #inner = Buffer.alloc(1024)

  constructor({ hash }: OneShotHash) {
    this.#hash = hash
  }

  /** The 32 bytes of the MAC of `parts`, one after the other. */
  mac(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
    const short = key.length > blockLength ? this.#digest(key) : key
    let length = blockLength
    for (const part of parts) length += part.length
    // The buffers are used anew by every call: one is over before the next begins.
    if (this.#inner.length < length) this.#inner = Buffer.alloc(length)
    const inner = this.#inner
    const outer = this.#outer
    for (let i = 0; i < short.length; i++) {
      const byte = short[i] ?? 0
      inner[i] = byte ^ innerPad
      outer[i] = byte ^ outerPad
    }
    inner.fill(innerPad, short.length, blockLength)
    outer.fill(outerPad, short.length, blockLength)
    let at = blockLength
    for (const part of parts) {
      inner.set(part, at)
      at += part.length
    }
    outer.write(this.#hash('sha256', inner.subarray(0, length), 'binary'), blockLength, 'latin1')
    return this.#digest(outer)
  }

  /** HKDF: extracts with the salt, then expands to `length` bytes, at most 8,160. */
  derive(master: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
    const extracted = this.mac(salt, master)
    const derived = Buffer.alloc(Math.ceil(length / hashLength) * hashLength)
    let last: Uint8Array = new Uint8Array(0)
    for (let at = 0, count = 1; at < length; at += hashLength, count++) {
      last = this.mac(extracted, last, info, Uint8Array.of(count))
      derived.set(last, at)
    }
    return derived.subarray(0, length)
  }

  #digest(bytes: Uint8Array): Buffer {
    return Buffer.from(this.#hash('sha256', bytes, 'binary'), 'latin1')
  }
}
