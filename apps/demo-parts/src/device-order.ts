import type { SignedInDevice } from './view.ts'

/** This device first, then the one that was active last. */
export function inOrder(list: readonly SignedInDevice[]): SignedInDevice[] {
  return list.toSorted(
    (one, other) =>
      Number(other.isThis) - Number(one.isThis) ||
      other.lastSeenAt.getTime() - one.lastSeenAt.getTime(),
  )
}
