/** A limit on the live sessions of one owner. */
export interface Limit {
  readonly max: number
  readonly policy: 'evict-oldest' | 'reject-new'
}

/**
 * Which sessions make room for one more. `live` holds the ids of the owner's live sessions, the
 * earliest absolute end first; `false` when there is no place and none may be made.
 */
export function evictions(live: readonly string[], { max, policy }: Limit): string[] | false {
  const surplus = live.length + 1 - max
  if (surplus <= 0) return []
  return policy === 'reject-new' ? false : live.slice(0, surplus)
}

/** Thrown where a session was to be admitted under an id that is in use. */
export function takenId(id: string): Error {
  return new Error(`the session id ${id} is taken`)
}
