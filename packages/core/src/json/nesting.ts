import { maxDepth } from './limits.ts'

/** True if a JSON text has so few brackets that no value of the object in it can be nested too deep. */
export function hasFewBrackets(text: string): boolean {
  // The object itself is not counted.
  let left = maxDepth + 1
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (--left < 0) return false
    }
  }
  return true
}

/** True if the nesting of a parsed JSON value is within the limit. */
export function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth >= maxDepth) return false
  const children = Array.isArray(value) ? value : Object.values(value)
  return children.every((child) => isShallow(child, depth + 1))
}
