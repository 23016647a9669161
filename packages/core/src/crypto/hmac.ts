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
 * `createHmac` and `hkdfSync` at a fraction of their cost, most of which is making objects.
 */
export class Hmac {
  readonly #hash: OneShotHash['hash']
  // Used anew by every call: one is over before the next begins.
  readonly #outer = Buffer.alloc(blockLength + hashLength)
  #inner = Buffer.alloc(1024)

  constructor({ hash }: OneShotHash) {
    this.#hash = hash
  }

  /** The 32 bytes of the MAC of a message. */
  mac(key: Uint8Array, message: Uint8Array): Buffer {
    const mac = Buffer.allocUnsafe(hashLength)
    this.#begin(key, message.length)
    this.#inner.set(message, blockLength)
    this.#finish(message.length, mac, 0)
    return mac
  }

  /** HKDF: extracts with the salt, then expands to `length` bytes, at most 8,160. */
  derive(master: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
    const extracted = this.mac(salt, master)
    const derived = Buffer.allocUnsafe(Math.ceil(length / hashLength) * hashLength)
    this.#begin(extracted, hashLength + info.length + 1)
    const inner = this.#inner
    for (let at = 0, count = 1; at < length; at += hashLength, count++) {
      // What came before, then the info, then the count.
      let end = blockLength
      if (at > 0) end += derived.copy(inner, end, at - hashLength, at)
      inner.set(info, end)
      inner[end + info.length] = count
      this.#finish(end + info.length + 1 - blockLength, derived, at)
    }
    return derived.subarray(0, length)
  }

  /** Puts a key in place, and makes room for a message of that many bytes. */
  #begin(key: Uint8Array, length: number): void {
    if (this.#inner.length < blockLength + length) this.#inner = Buffer.alloc(blockLength + length)
    const inner = this.#inner
    const outer = this.#outer
    const short = key.length > blockLength ? this.#digest(key) : key
    // A key is followed by zeros up to a block.
    for (let i = 0; i < blockLength; i++) {
      const byte = i < short.length ? (short[i] ?? 0) : 0
      inner[i] = byte ^ innerPad
      outer[i] = byte ^ outerPad
    }
  }

  /** The MAC of the first `length` bytes of the message in place, written to `target`. */
  #finish(length: number, target: Buffer, at: number): void {
    const whole = this.#inner.subarray(0, blockLength + length)
    this.#outer.write(this.#hash('sha256', whole, 'binary'), blockLength, 'latin1')
    target.write(this.#hash('sha256', this.#outer, 'binary'), at, 'latin1')
  }

  #digest(bytes: Uint8Array): Buffer {
    return Buffer.from(this.#hash('sha256', bytes, 'binary'), 'latin1')
  }
}
