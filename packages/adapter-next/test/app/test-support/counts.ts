import { once } from './once.ts'

/** How often something was rendered or run. */
export const counts = once('counts', () => new Map<string, number>())

export function count(what: string): number {
  const next = (counts.get(what) ?? 0) + 1
  counts.set(what, next)
  return next
}
