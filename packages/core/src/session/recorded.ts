import type { ChangeFunction, KeyChange } from '../record/changes.ts'

/** What is known of a key that was handed out or written since the base. */
export interface Watched {
  /** Its JSON text at the base; `undefined`: absent there. */
  base: string | undefined
  /** What was written to it; `null`: nothing, it was handed out. */
  written: Written | null
}

/**
 * The `change` functions that were run on a key since the base, and the text that they made. None: a
 * plain write came before, so that the value does not depend on the base.
 */
export interface Written {
  readonly run: readonly ChangeFunction[]
  readonly result: string | undefined
}

/** A write that needs nothing of the base: earlier functions are dropped, and later ones need not run again. */
export const plainWrite: Written = { run: [], result: undefined }

/** What was written after one more `change`, whose text is `result`. */
export function afterChange(
  before: Written | null,
  run: ChangeFunction,
  result: string | undefined,
): Written {
  if (before === null) return { run: [run], result }
  return before.run.length > 0 ? { run: [...before.run, run], result } : before
}

/** What is left of what was written once a commit has made a part of it the base. */
export function afterCommit(
  before: Written | null,
  committed: KeyChange | undefined,
): Written | null {
  if (!before || committed?.kind !== 'change') return before
  return { ...before, run: before.run.slice(committed.run.length) }
}

/** The change of a key, to be done again on newer data, that gave it this text. */
export function keyChange(written: Written | null, text: string | undefined): KeyChange {
  // Only a value that came out of change() alone can be computed again.
  if (written && written.run.length > 0 && written.result === text) {
    return { kind: 'change', run: written.run }
  }
  return text === undefined ? { kind: 'delete' } : { kind: 'set', text }
}
