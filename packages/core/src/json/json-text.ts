import { SessionDataError } from '../errors.ts'
import { maxDepth } from './limits.ts'
import { printable } from './printable.ts'

const longestShown = 64
/** Most values in one value: a web of shared objects may have very many. */
const mostValues = 100_000

/**
 * The JSON text of a value, after proving that JSON keeps it whole: text, finite numbers, booleans,
 * `null`, arrays without holes and plain objects. Everything else is a `SessionDataError` with its
 * path. An object's `undefined` property counts as absent.
 */
export function jsonText(value: unknown, path: string): string {
  assertJson(value, path)
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** The proof alone. */
export function assertJson(value: unknown, path: string): void {
  if (!isJsonScalar(value)) new Proof(path).assert(value)
}

/** The JSON text of a value that was JSON when it was handed out; `undefined`: there is none. */
export function textOf(value: unknown): string | undefined {
  // What most sessions count, without a call into the engine.
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (value === undefined) return undefined
  try {
    return JSON.stringify(value)
  } catch {
    // Made into no JSON since it was handed out: unlike every text, and the save will name its path.
    return ''
  }
}

function isJsonScalar(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    value === null ||
    (typeof value === 'number' && Number.isFinite(value))
  )
}

/** One walk through a value. */
class Proof {
  readonly #path: string
  /** The containers around the value at hand, and where in each it is. */
  readonly #above: object[] = []
  readonly #steps: (string | number)[] = []
  #left = mostValues

  constructor(path: string) {
    this.#path = path
  }

  assert(value: unknown): void {
    if (--this.#left < 0) throw this.#error('has too many values.')
    if (isJsonScalar(value)) return
    if (typeof value !== 'object' || value === null) throw this.#refuse(describe(value))
    if (this.#above.includes(value)) throw this.#refuse('a cycle')
    if (this.#above.length >= maxDepth) {
      throw this.#error(`is nested deeper than ${maxDepth} levels.`)
    }
    this.#above.push(value)
    if (Array.isArray(value)) this.#assertItems(value)
    else this.#assertProperties(value)
    this.#above.pop()
  }

  #assertItems(array: readonly unknown[]): void {
    // Not `forEach`: it passes over holes.
    for (let i = 0; i < array.length; i++) this.#assertAt(i, array[i])
  }

  #assertProperties(object: object): void {
    const prototype: unknown = Object.getPrototypeOf(object)
    if (prototype !== null && !isObjectPrototype(prototype)) throw this.#refuse(className(object))
    if (Object.getOwnPropertySymbols(object).length > 0) throw this.#refuse('a symbol key')
    for (const [key, child] of Object.entries(object)) {
      if (child !== undefined) this.#assertAt(key, child)
    }
  }

  #assertAt(step: string | number, child: unknown): void {
    this.#steps.push(step)
    this.assert(child)
    this.#steps.pop()
  }

  #refuse(what: string): SessionDataError {
    return this.#error(
      `is ${what}, which JSON cannot hold. Store text, finite numbers, booleans, null, arrays and plain objects.`,
    )
  }

  /** Names the path, which is only written out here: most values are what they should be. */
  #error(what: string): SessionDataError {
    const steps = this.#steps.map((step) =>
      typeof step === 'number' ? `[${step}]` : `.${shown(step)}`,
    )
    const path = shown(this.#path) + steps.join('')
    return new SessionDataError(`${path} ${what}`, path)
  }
}

function describe(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a value of type ${typeof value}`
}

/** A key as part of a path. It may come from a client (R108): a log gets no more of it than this, on one line. */
function shown(key: string): string {
  const line = printable(key, longestShown)
  return key.length > longestShown ? `${line}…` : line
}

// Object.prototype of any realm: the one whose own prototype is null and that has these methods.
function isObjectPrototype(prototype: unknown): boolean {
  return (
    prototype === Object.prototype ||
    (typeof prototype === 'object' &&
      prototype !== null &&
      Object.getPrototypeOf(prototype) === null &&
      Object.hasOwn(prototype, 'hasOwnProperty'))
  )
}

function className(value: object): string {
  const name: unknown = value.constructor?.name
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'a class instance'
}
