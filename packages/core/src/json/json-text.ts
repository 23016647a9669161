import { SessionDataError } from '../errors.ts'
import { maxDepth } from './limits.ts'
import { printable } from './printable.ts'

const longestShown = 64

/**
 * The JSON text of a value, after proving that JSON keeps it whole: text, finite numbers, booleans,
 * `null`, arrays without holes and plain objects. Everything else is a `SessionDataError` with its
 * path. An object's `undefined` property counts as absent.
 */
export function jsonText(value: unknown, path: string): string {
  assertJson(value, shown(path), [], { left: 100_000 })
  return JSON.stringify(value)
}

/** True if the nesting of a parsed JSON value is within the limit. */
export function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth >= maxDepth) return false
  const children = Array.isArray(value) ? value : Object.values(value)
  return children.every((child) => isShallow(child, depth + 1))
}

function assertJson(value: unknown, path: string, above: object[], budget: { left: number }): void {
  if (--budget.left < 0) throw new SessionDataError(`${path} has too many values.`, path)
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return
    case 'number':
      if (!Number.isFinite(value)) throw refuse(path, String(value))
      return
    case 'object':
      if (value !== null) assertContainer(value, path, above, budget)
      return
    default:
      throw refuse(path, `a value of type ${typeof value}`)
  }
}

function assertContainer(
  value: object,
  path: string,
  above: object[],
  budget: { left: number },
): void {
  if (above.includes(value)) throw refuse(path, 'a cycle')
  if (above.length >= maxDepth) {
    throw new SessionDataError(`${path} is nested deeper than ${maxDepth} levels.`, path)
  }
  above.push(value)
  if (Array.isArray(value)) {
    // Not `forEach`: it passes over holes.
    for (let i = 0; i < value.length; i++) assertJson(value[i], `${path}[${i}]`, above, budget)
  } else {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== null && !isObjectPrototype(prototype)) throw refuse(path, className(value))
    if (Object.getOwnPropertySymbols(value).length > 0) throw refuse(path, 'a symbol key')
    for (const [key, child] of Object.entries(value)) {
      if (child !== undefined) assertJson(child, `${path}.${shown(key)}`, above, budget)
    }
  }
  above.pop()
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

function refuse(path: string, what: string): SessionDataError {
  return new SessionDataError(
    `${path} is ${what}, which JSON cannot hold. Store text, finite numbers, booleans, null, arrays and plain objects.`,
    path,
  )
}
