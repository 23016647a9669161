import { SessionDataError } from '../errors.ts'
import { JsonObject } from '../json/json-object.ts'
import { assertJson, jsonText, textOf } from '../json/json-text.ts'
import { maxKeyLength, maxKeys } from '../json/limits.ts'
import {
  applyChange,
  type ChangeFunction,
  type DataChanges,
  type KeyChange,
} from '../record/changes.ts'
import { flashKey, isFlashKey } from '../record/flash.ts'
import { afterChange, afterCommit, keyChange, plainWrite, type Watched } from './recorded.ts'

/** What a save works with: the data as it was when the save began. */
export interface DataSnapshot {
  readonly changes: DataChanges
  readonly dataText: string
  /** The text of every key that may differ from the base; `undefined`: the key is absent. */
  readonly texts: readonly (readonly [key: string, text: string | undefined])[]
  readonly retain: ReadonlySet<string> | null
}

/**
 * A session's data with its change log. What was handed out or written is watched: its JSON text
 * from before is kept, and compared at the save. So nested changes are seen, an equal write is none,
 * and what nobody looked at is never serialized for it.
 */
export class SessionData {
  #values: JsonObject
  /** `null` while no key is watched: most requests only read. */
  #watched: Map<string, Watched> | null = null
  #retain: ReadonlySet<string> | null = null

  constructor(values: JsonObject = new JsonObject()) {
    this.#values = values
  }

  /** The same data and the same changes, to be gone on with apart. The values are shared. */
  fork(): SessionData {
    const fork = new SessionData(this.#values.copy())
    const watched = this.#allWatched()
    fork.#watched = new Map(Array.from(watched, ([key, one]) => [key, { ...one }]))
    fork.#retain = this.#retain
    return fork
  }

  get size(): number {
    return this.keys().length
  }

  /** The values themselves, those of flashes too: to be looked at only. */
  get values(): JsonObject {
    return this.#values
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }

  /** Without those of flash values. */
  keys(): string[] {
    return this.#values.keys().filter((key) => !isFlashKey(key))
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
    const watched = this.#watched?.get(name)
    if (!watched || textOf(value) === watched.base) return undefined
    this.#values.delete(name)
    return value
  }

  hasFlash(key: string): boolean {
    return this.#values.has(flashKey(key))
  }

  #write(key: string, value: unknown): void {
    assertJson(value, key)
    this.#put(key, value).written = plainWrite
  }

  delete(key: string): void {
    this.#watch(key).written = plainWrite
    this.#values.delete(key)
  }

  /** Empties all but `retain`. */
  clear(retain: ReadonlySet<string> = none): void {
    for (const key of this.#values.keys()) {
      if (retain.has(key)) continue
      this.#watch(key).written = null
      this.#values.delete(key)
    }
    this.#retain = this.#retain ? intersection(this.#retain, retain) : retain
  }

  change(key: string, run: ChangeFunction): void {
    assertKey(key)
    const watched = this.#watch(key)
    const known = watched.written?.result ?? watched.base
    // What was done to the value in place before cannot be computed again.
    if (this.#textOf(key) !== known) watched.written = plainWrite
    const value = applyChange(run, this.#values.get(key), key)
    const text = jsonText(value, key)
    this.#put(key, value)
    watched.written = afterChange(watched.written, run, text)
  }

  get modified(): boolean {
    for (const [key, { base }] of this.#allWatched()) {
      if (this.#textOf(key) !== base) return true
    }
    return false
  }

  /** The changes as they are now. Throws `SessionDataError` if a value was made into no JSON since it was handed out. */
  snapshot(): DataSnapshot {
    const keys = new Map<string, KeyChange>()
    const texts: [string, string | undefined][] = []
    for (const [key, { base, written }] of this.#allWatched()) {
      const text = this.#validText(key)
      texts.push([key, text])
      if (text !== base) keys.set(key, keyChange(written, text))
    }
    const changes: DataChanges = { retain: keys.size > 0 ? this.#retain : null, keys }
    return { changes, dataText: this.#values.toText(), texts, retain: this.#retain }
  }

  /**
   * Takes what a save committed as the new base. Values in the application's hands stay the same
   * objects where nobody else changed them; what was changed since the snapshot stays changed.
   */
  committed(snapshot: DataSnapshot, merged: JsonObject | null): void {
    if (this.#retain === snapshot.retain) this.#retain = null
    for (const [key, text] of snapshot.texts) {
      const watched = this.#watch(key)
      watched.written =
        this.#textOf(key) === text
          ? null
          : afterCommit(watched.written, snapshot.changes.keys.get(key))
      watched.base = text
    }
    if (merged) this.rebase(merged)
  }

  /** Puts newer data under the changes that are not saved yet. */
  rebase(newer: JsonObject): void {
    const before = this.#values
    this.#values = newer
    const watchedKeys = this.#allWatched().keys()
    for (const key of new Set([...before.keys(), ...newer.keys(), ...watchedKeys])) {
      const mine = textOf(before.get(key))
      const watched = this.#watched?.get(key)
      const base = watched ? watched.base : mine
      const theirs = textOf(newer.get(key))
      if (watched) watched.base = theirs
      // Mine stands where I changed it; the very same object where nobody did.
      if (mine !== base || mine === theirs) restore(newer, key, before)
    }
  }

  #put(key: string, value: unknown): Watched {
    if (!this.#values.has(key) && this.#values.size >= maxKeys) {
      throw new SessionDataError(`A session holds at most ${maxKeys} keys.`, key)
    }
    const watched = this.#watch(key)
    this.#values.set(key, value)
    return watched
  }

  #watch(key: string): Watched {
    this.#watched ??= new Map()
    let watched = this.#watched.get(key)
    if (!watched) {
      watched = { base: this.#textOf(key), written: null }
      this.#watched.set(key, watched)
    }
    return watched
  }

  #allWatched(): ReadonlyMap<string, Watched> {
    return this.#watched ?? nothing
  }

  #textOf(key: string): string | undefined {
    return textOf(this.#values.get(key))
  }

  #validText(key: string): string | undefined {
    const value = this.#values.get(key)
    return value === undefined ? undefined : jsonText(value, key)
  }
}

const nothing: ReadonlyMap<string, Watched> = new Map()
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

function restore(values: JsonObject, key: string, from: JsonObject): void {
  if (from.has(key)) values.set(key, from.get(key))
  else values.delete(key)
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((key) => b.has(key)))
}
