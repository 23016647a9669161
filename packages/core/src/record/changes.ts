import { SessionDataError } from '../errors.ts'

/** Recomputes the value of one key from the value that is there. */
export type ChangeFunction = (current: unknown) => unknown

/**
 * Runs a change on a value. One that returns nothing has changed the value in place; where there was
 * no value, that is a `SessionDataError`, since what it made would be lost.
 */
export function applyChange(run: ChangeFunction, current: unknown, key: string): unknown {
  const returned = run(current)
  const value = returned === undefined ? current : returned
  if (value !== undefined) return value
  throw new SessionDataError(
    `change('${key}') returned nothing, and there was no value to change in place. Return the new value.`,
    key,
  )
}

/** What was done to one top-level key. */
export type KeyChange =
  | { readonly kind: 'set'; readonly text: string }
  | { readonly kind: 'delete' }
  | { readonly kind: 'change'; readonly run: readonly ChangeFunction[] }

/** What was done to a session's data since it was loaded, fit to be done again on newer data. */
export interface DataChanges {
  /** The keys that survive an emptying that came before `keys`; `null`: it was not emptied. */
  readonly retain: ReadonlySet<string> | null
  readonly keys: ReadonlyMap<string, KeyChange>
}
