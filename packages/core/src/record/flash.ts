/**
 * Flash values live among the data under keys that begin so. Applications cannot reach them by name:
 * their own keys may not begin with it.
 */
const prefix = '\u0000flash/'

export function flashKey(key: string): string {
  return prefix + key
}

export function isFlashKey(key: string): boolean {
  return key.startsWith(prefix)
}
