import { SessionDataError } from '../errors.ts'
import { jsonText } from '../json/json-text.ts'
import { maxKeyLength, maxKeys } from '../json/limits.ts'
import {
  applyChange,
  type ChangeFunction,
  type DataChanges,
  type KeyChange,
} from '../record/changes.ts'
import { flashKey, isFlashKey } from '../record/flash.ts'
import { dataToText } from '../record/stored-session.ts'
import { dropRun, noteChange, type Recorded } from './recorded.ts'

/** What a save works with: the data as it was when the save began. */
export interface DataSnapshot {
  readonly changes: DataChanges
  readonly dataText: string
  /** The text of every key that may differ from the base; `undefined`: the key is absent. */
  readonly texts: ReadonlyMap<string, string | undefined>
  readonly retain: ReadonlySet<string> | null
}

/**
 * A session's data with its change log. What was handed out or written is watched: its JSON text
 * from before is kept, and compared at the save. So nested changes are seen, an equal write is none,
 * and what nobody looked at is never serialized for it.
 */
export class SessionData {
  #values: Map<string, unknown>
  /** Watched keys, with their JSON text at the base; `undefined`: absent there. */
  readonly #watched = new Map<string, string | undefined>()
  readonly #recorded = new Map<string, Recorded>()
  #retain: ReadonlySet<string> | null = null

  constructor(values: Map<string, unknown> = new Map()) {
    this.#values = values
  }

  /** The same data and the same changes, to be gone on with apart. The values are shared. */
  fork(): SessionData {
    const fork = new SessionData(new Map(this.#values))
    for (const [key, text] of this.#watched) fork.#watched.set(key, text)
    for (const [key, recorded] of this.#recorded) fork.#recorded.set(key, recorded)
    fork.#retain = this.#retain
    return fork
  }

  get size(): number {
    return this.keys().length
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }

  toMap(): Map<string, unknown> {
    return new Map(this.#values)
  }

  /** Without those of flash values. */
  keys(): string[] {
    return [...this.#values.keys()].filter((key) => !isFlashKey(key))
  }

  get(key: string): unknown {
    const value = this.#values.get(key)
    if (typeof value === 'object' && value !== null) this.#watch(key)
    return value
  }

  /** `undefined` is refused like every value that is not JSON. */
  set(key: string, value: unknown): void {
    assertKey(key)
    this.#write(key, value)
  }

  flash(key: string, value: unknown): void {
    assertKey(key)
    this.#write(flashKey(key), value)
  }

  /** A flash value that was set here and is not stored yet; taken out. */
  takeUnsavedFlash(key: string): unknown {
    const name = flashKey(key)
    const value = this.#values.get(name)
    if (!this.#watched.has(name) || this.#textOf(name) === this.#watched.get(name)) return undefined
    this.#values.delete(name)
    return value
  }

  hasFlash(key: string): boolean {
    return this.#values.has(flashKey(key))
  }

  #write(key: string, value: unknown): void {
    jsonText(value, key)
    this.#put(key, value)
    noteChange(this.#recorded, key, null)
  }

  delete(key: string): void {
    this.#watch(key)
    this.#values.delete(key)
    noteChange(this.#recorded, key, null)
  }

  /** Empties all but `retain`. */
  clear(retain: ReadonlySet<string> = none): void {
    for (const key of [...this.#values.keys()]) {
      if (retain.has(key)) continue
      this.#watch(key)
      this.#values.delete(key)
      this.#recorded.delete(key)
    }
    this.#retain = this.#retain ? intersection(this.#retain, retain) : retain
  }

  change(key: string, run: ChangeFunction): void {
    assertKey(key)
    this.#watch(key)
    const known = this.#recorded.get(key)?.result ?? this.#watched.get(key)
    // What was done to the value in place before cannot be computed again.
    if (this.#textOf(key) !== known) noteChange(this.#recorded, key, null)
    const value = applyChange(run, this.#values.get(key), key)
    jsonText(value, key)
    this.#put(key, value)
    noteChange(this.#recorded, key, { run, result: this.#textOf(key) })
  }

  get modified(): boolean {
    for (const [key, before] of this.#watched) {
      if (this.#textOf(key) !== before) return true
    }
    return false
  }

  /** The changes as they are now. Throws `SessionDataError` if a value was made into no JSON since it was handed out. */
  snapshot(): DataSnapshot {
    const keys = new Map<string, KeyChange>()
    const texts = new Map<string, string | undefined>()
    for (const [key, before] of this.#watched) {
      const text = this.#validText(key)
      texts.set(key, text)
      if (text !== before) keys.set(key, this.#keyChange(key, text))
    }
    const changes: DataChanges = { retain: keys.size > 0 ? this.#retain : null, keys }
    return { changes, dataText: dataToText(this.#values), texts, retain: this.#retain }
  }

  /**
   * Takes what a save committed as the new base. Values in the application's hands stay the same
   * objects where nobody else changed them; what was changed since the snapshot stays changed.
   */
  committed(snapshot: DataSnapshot, merged: Map<string, unknown> | null): void {
    if (this.#retain === snapshot.retain) this.#retain = null
    for (const [key, text] of snapshot.texts) {
      if (this.#textOf(key) === text) this.#recorded.delete(key)
      else dropRun(this.#recorded, key, snapshot.changes.keys.get(key))
      this.#watched.set(key, text)
    }
    if (merged) this.rebase(merged)
  }

  /** Puts newer data under the changes that are not saved yet. */
  rebase(newer: Map<string, unknown>): void {
    const before = this.#values
    this.#values = newer
    for (const key of new Set([...before.keys(), ...newer.keys(), ...this.#watched.keys()])) {
      const mine = textOf(before.get(key))
      const base = this.#watched.has(key) ? this.#watched.get(key) : mine
      const theirs = textOf(newer.get(key))
      if (this.#watched.has(key)) this.#watched.set(key, theirs)
      // Mine stands where I changed it; the very same object where nobody did.
      if (mine !== base || mine === theirs) restore(newer, key, before)
    }
  }

  #put(key: string, value: unknown): void {
    if (!this.#values.has(key) && this.#values.size >= maxKeys) {
      throw new SessionDataError(`A session holds at most ${maxKeys} keys.`, key)
    }
    this.#watch(key)
    this.#values.set(key, value)
  }

  #watch(key: string): void {
    if (!this.#watched.has(key)) this.#watched.set(key, this.#textOf(key))
  }

  #textOf(key: string): string | undefined {
    return textOf(this.#values.get(key))
  }

  #validText(key: string): string | undefined {
    const value = this.#values.get(key)
    return value === undefined ? undefined : jsonText(value, key)
  }

  #keyChange(key: string, text: string | undefined): KeyChange {
    const recorded = this.#recorded.get(key)
    // Only a value that came out of change() alone can be computed again.
    if (recorded && recorded.run.length > 0 && recorded.result === text)
      return { kind: 'change', run: recorded.run }
    return text === undefined ? { kind: 'delete' } : { kind: 'set', text }
  }
}

const none: ReadonlySet<string> = new Set()

function assertKey(key: string): void {
  if (typeof key !== 'string' || key.length > maxKeyLength) {
    throw new SessionDataError(`A key is text of at most ${maxKeyLength} characters.`, '')
  }
  if (isFlashKey(key)) {
    throw new SessionDataError(
      'This key is kept for flash values. Use flash() and takeFlash().',
      key,
    )
  }
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  try {
    return JSON.stringify(value)
  } catch {
    // Made into no JSON since it was handed out: unlike every text, and the save will name its path.
    return ''
  }
}

function restore(values: Map<string, unknown>, key: string, from: Map<string, unknown>): void {
  if (from.has(key)) values.set(key, from.get(key))
  else values.delete(key)
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((key) => b.has(key)))
}
