import { JsonObject } from '../json/json-object.ts'
import type { DataChanges } from '../record/changes.ts'
import { isFlashKey } from '../record/flash.ts'

/** The data of a listed session: flash values are in its record, where each is taken once, all else is in its token. */
export interface SplitText {
  readonly cookieText: string
  readonly flashText: string
}

/** How the key of a flash value begins in JSON text. */
const flashStart = '"\\u0000flash/'

export function splitText(dataText: string): SplitText {
  if (!dataText.includes(flashStart)) return { cookieText: dataText, flashText: '{}' }
  // Own text: it was written by core, and is an object.
  const entries = Object.entries(JSON.parse(dataText))
  const isFlash = ([key]: readonly [string, unknown]): boolean => isFlashKey(key)
  return {
    cookieText: JsonObject.of(entries.filter((entry) => !isFlash(entry))).toText(),
    flashText: JsonObject.of(entries.filter(isFlash)).toText(),
  }
}

export function joinTexts(cookieText: string, flashText: string): string {
  if (flashText === '{}') return cookieText
  if (cookieText === '{}') return flashText
  return `${cookieText.slice(0, -1)},${flashText.slice(1)}`
}

/** Of what was done to a session, what concerns its flash values; `flashText`: those that are stored. */
export function flashChanges({ keys, retain }: DataChanges, flashText: string): DataChanges {
  return {
    keys: new Map([...keys].filter(([key]) => isFlashKey(key))),
    retain: flashText === '{}' ? null : retain,
  }
}
