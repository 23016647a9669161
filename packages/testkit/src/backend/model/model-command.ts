import type { Call, SessionBackend, SessionRecord } from '@sojourn/core'
import type { AsyncCommand } from 'fast-check'
import type { ReferenceModel } from './reference-model.ts'

/** The store under test, with every revision that it was ever given. */
export interface Real {
  readonly backend: SessionBackend
  readonly revisions: Map<string, string[]>
}

/** One step of a random history: done to the model and to the store, and compared. */
export abstract class ModelCommand implements AsyncCommand<ReferenceModel, Real> {
  /** Every step can be taken at any time. */
  check(): boolean {
    return true
  }

  abstract run(model: ReferenceModel, real: Real): Promise<void>

  abstract toString(): string
}

/** A call at the model's time. */
export function callAt(model: ReferenceModel): Call {
  return { now: model.now, signal: new AbortController().signal }
}

/** The revision that a step builds on: the one in force, or one that came before it. */
export function baseOf(model: ReferenceModel, real: Real, id: string, stale: boolean): string {
  const current = model.records.get(id)?.revision ?? 'none'
  if (!stale) return current
  return real.revisions.get(id)?.find((revision) => revision !== current) ?? 'never-there'
}

/** Remembers a revision that the store was given. */
export function remember(real: Real, { id, revision }: SessionRecord): void {
  const known = real.revisions.get(id) ?? []
  known.unshift(revision)
  real.revisions.set(id, known)
}
