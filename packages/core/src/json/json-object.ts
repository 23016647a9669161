/**
 * A JSON object, read and written like a `Map`. It keeps the object that the parser has made: a map of
 * its values would cost a read a tenth more. Own keys alone are looked at, and each is plain data,
 * whatever it means in JavaScript (R60). Keys that are whole numbers come first, as in every object.
 */
export class JsonObject {
  readonly #object: Record<string, unknown>

  /** `object`: a plain one that nobody else holds. */
  constructor(object: object = {}) {
    this.#object = object as Record<string, unknown>
  }

  static of(entries: Iterable<readonly [string, unknown]>): JsonObject {
    // fromEntries makes own properties, `__proto__` included.
    return new JsonObject(Object.fromEntries(entries))
  }

  get size(): number {
    return Object.keys(this.#object).length
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#object, key)
  }

  get(key: string): unknown {
    return Object.hasOwn(this.#object, key) ? this.#object[key] : undefined
  }

  set(key: string, value: unknown): void {
    if (!(key in this.#object) || Object.hasOwn(this.#object, key)) this.#object[key] = value
    else define(this.#object, key, value)
  }

  delete(key: string): void {
    Reflect.deleteProperty(this.#object, key)
  }

  keys(): string[] {
    return Object.keys(this.#object)
  }

  entries(): [string, unknown][] {
    return Object.entries(this.#object)
  }

  /** One of its own with the same values. */
  copy(): JsonObject {
    return new JsonObject(this.toObject())
  }

  /** A plain object with the same values. */
  toObject(): Record<string, unknown> {
    return { ...this.#object }
  }

  toText(): string {
    return JSON.stringify(this.#object)
  }
}

/** Makes an own property of a name that `Object.prototype` has too: assigned, `__proto__` would be no data. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  })
}
