import { SessionDataError } from '../errors.ts'
import type { JsonObject } from '../json/json-object.ts'
import { jsonText } from '../json/json-text.ts'
import { maxKeys } from '../json/limits.ts'
import { applyChange, type ChangeFunction, type DataChanges } from './changes.ts'

/**
 * Does recorded changes again on `data`, in place. A `change` function runs on a private copy of the
 * value that is there; what it throws is thrown here, and `data` is then not to be used.
 */
export function replay(changes: DataChanges, data: JsonObject): void {
  if (changes.retain) {
    for (const key of data.keys()) {
      if (!changes.retain.has(key)) data.delete(key)
    }
  }
  for (const [key, change] of changes.keys) {
    if (change.kind === 'set') data.set(key, JSON.parse(change.text))
    else if (change.kind === 'delete') data.delete(key)
    else runAll(change.run, key, data)
  }
  if (data.size > maxKeys) {
    throw new SessionDataError(`A session holds at most ${maxKeys} keys.`, '')
  }
}

/** The keys that the changes write without looking, and whose value differs between the two. */
export function conflictingKeys(
  changes: DataChanges,
  base: JsonObject,
  newer: JsonObject,
): string[] {
  const keys = new Set<string>()
  for (const [key, change] of changes.keys) {
    if (change.kind !== 'change') keys.add(key)
  }
  if (changes.retain) {
    for (const key of newer.keys()) {
      if (!changes.retain.has(key)) keys.add(key)
    }
  }
  return [...keys].filter((key) => JSON.stringify(base.get(key)) !== JSON.stringify(newer.get(key)))
}

function runAll(run: readonly ChangeFunction[], key: string, data: JsonObject): void {
  let value = data.get(key)
  for (const change of run) value = applyChange(change, value, key)
  data.set(key, JSON.parse(jsonText(value, key)))
}
