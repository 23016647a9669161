const idShape = /^[A-Za-z0-9_-]{22}$/
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const idLength = 22

/**
 * The ids under which a cache keeps the copies of one database. A cache takes what any backend takes,
 * 22 characters of base64url, so a prefix cannot stand before them: each of the id's 22 six-bit
 * letters is combined with one made of the prefix, by exclusive or. Two ids never share a key, a key
 * tells its id, and without a prefix they are the same.
 */
export class CacheKeys {
  readonly #pad: readonly number[]

  constructor(prefix: string) {
    this.#pad =
      prefix === '' ? [] : Array.from({ length: idLength }, (_, n) => hash(prefix, n) & 63)
  }

  /** True for what is an id by its form: nothing else is ever asked of a cache. */
  isId(id: string): boolean {
    return idShape.test(id)
  }

  /** The key of an id; and the id of a key, since exclusive or undoes itself. */
  swap(id: string): string {
    if (this.#pad.length === 0) return id
    let key = ''
    for (const [n, bits] of this.#pad.entries()) {
      key += alphabet[alphabet.indexOf(id[n] ?? 'A') ^ bits]
    }
    return key
  }
}

/** FNV-1a, with the last mixing of MurmurHash3. It keeps prefixes apart; nothing here is secret. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1)
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return value ^ (value >>> 16)
}
