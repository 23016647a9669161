import { SessionDataError } from '../errors.ts'

/** The bounds on a session's data. */
export interface DataLimits {
  /** Bytes of all data as JSON in UTF-8. */
  readonly maxBytes: number
}

/** Deepest nesting of one value. */
export const maxDepth = 32
/** Most keys of one session. */
export const maxKeys = 1000
/** Longest key, in UTF-16 code units. */
export const maxKeyLength = 256

/** Throws `SessionDataError` if the data's text is larger than the session may be. */
export function assertFits(dataText: string, { maxBytes }: DataLimits): void {
  if (!isLongerThan(dataText, maxBytes)) return
  throw new SessionDataError(
    `The session's data is larger than ${maxBytes} bytes. Keep what is large in a database, and its key here.`,
    '',
  )
}

/** The length of a text in UTF-8 bytes. */
function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    // A surrogate pair is 2 units and 4 bytes; a lone surrogate is escaped in JSON, or 3 bytes.
    const pair = unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))
    if (pair) i++
    bytes += unit < 0x800 ? 1 : 2
  }
  return bytes
}

/** True if the text is longer than `maxBytes` in UTF-8; counts only when the answer is not plain from its length. */
export function isLongerThan(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true
  return text.length * 3 > maxBytes && utf8Length(text) > maxBytes
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
