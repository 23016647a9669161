import { slotCount, slotOf } from './hash-slot.ts'

/**
 * How many hash tags the sessions are spread over. One channel belongs to each on a cluster, since a
 * script may publish in the slot of its key only; a process subscribes to all of them.
 */
export const tagCount = 128
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const sixBits = new Uint8Array(128)
for (const [bits, letter] of [...alphabet].entries()) sixBits[letter.charCodeAt(0)] = bits

let known: readonly string[] | undefined

/** The hash tags, each in its own 128th of the slots: primaries of equal share hold equally many. */
export function tags(): readonly string[] {
  known ??= evenTags()
  return known
}

/** Which of the tags is an id's: its first seven bits, which are random. */
export function tagIndexOf(id: string): number {
  return ((sixBits[id.charCodeAt(0)] ?? 0) << 1) | ((sixBits[id.charCodeAt(1)] ?? 0) >> 5)
}

/** The tag of an id. */
export function tagOf(id: string): string {
  return tags()[tagIndexOf(id)] ?? ''
}

// The shortest numbers in base 36 that fall into each part of the slots. Never to be changed: keys hold them.
function evenTags(): string[] {
  const found = new Map<number, string>()
  for (let candidate = 0; found.size < tagCount; candidate++) {
    const tag = candidate.toString(36)
    const part = Math.floor(slotOf(tag) / (slotCount / tagCount))
    if (!found.has(part)) found.set(part, tag)
  }
  return Array.from({ length: tagCount }, (_, part) => found.get(part) ?? '')
}
