import { Buffer } from 'node:buffer'
import { isPlainText } from '../plain-text.ts'

/**
 * A text as it is bound. Almost every one is an SQLite text, which a person can read in the table;
 * one that no SQLite text can hold is its UTF-16 in a blob. No blob equals a text, so comparing
 * columns compares code units.
 */
export function toColumn(text: string): string | Uint8Array {
  return isPlainText(text) ? text : Buffer.from(text, 'utf16le')
}

/** The text of a column. Throws for what {@link toColumn} never wrote. */
export function fromColumn(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array && value.byteLength % 2 === 0) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf16le')
  }
  throw new TypeError('a column of the session table holds something else than text')
}
