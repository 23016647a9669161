import { SessionDataError } from '../errors.ts'

const name = '__proto__'

/**
 * True if any object in a JSON text has a key `__proto__`: harmless where it is, and not in the hands
 * of code that copies it with `Object.assign` (R60).
 */
export function hasPrototypeKey(text: string): boolean {
  // Only a text with the name itself, or with escapes, can hold it.
  return (text.includes(name) || text.includes('\\u')) && isHolder(JSON.parse(text))
}

/** Throws `SessionDataError` if JSON text written by `JSON.stringify` has a key `__proto__`. */
export function assertNoPrototypeKey(text: string): void {
  if (!text.includes(name) || !isHolder(JSON.parse(text))) return
  throw new SessionDataError(
    `A session in a cookie cannot hold the key ${name}. Use another name.`,
    name,
  )
}

function isHolder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(isHolder)
  return Object.hasOwn(value, name) || Object.values(value).some(isHolder)
}
