import type { ChangeFunction, KeyChange } from '../record/changes.ts'

/** The `change` functions that were run on one key since the base, and the text that they made. */
export interface Recorded {
  readonly run: readonly ChangeFunction[]
  readonly result: string | undefined
}

/**
 * Records a write of one key. A plain write (`change` is `null`) makes the key's value independent of
 * its base, so earlier functions are dropped, and later ones no longer need to run again.
 */
export function noteChange(
  recorded: Map<string, Recorded>,
  key: string,
  change: { readonly run: ChangeFunction; readonly result: string | undefined } | null,
): void {
  const before = recorded.get(key)
  if (change === null) recorded.set(key, { run: [], result: undefined })
  else if (before === undefined) recorded.set(key, { run: [change.run], result: change.result })
  else if (before.run.length > 0) {
    recorded.set(key, { run: [...before.run, change.run], result: change.result })
  }
}

/** Forgets the functions that a commit has made part of the base, and keeps the later ones. */
export function dropRun(
  recorded: Map<string, Recorded>,
  key: string,
  committed: KeyChange | undefined,
): void {
  const now = recorded.get(key)
  if (!now || committed?.kind !== 'change') return
  recorded.set(key, { ...now, run: now.run.slice(committed.run.length) })
}
