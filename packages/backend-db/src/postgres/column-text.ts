import { Buffer } from 'node:buffer'
import { isPlainText } from '../plain-text.ts'

/** Begins a text that is not kept as it is. */
const mark = '\u0001'

/**
 * A text as it is bound. Almost every one is kept as it is, for a person to read in the table; one
 * that PostgreSQL refuses is its UTF-16 in hexadecimal, after a mark. No two texts become one, so
 * comparing columns compares code units.
 */
export function toColumn(text: string): string {
  if (isPlainText(text) && !text.startsWith(mark)) return text
  return mark + Buffer.from(text, 'utf16le').toString('hex')
}

/** The text of a column. Throws for what {@link toColumn} never wrote. */
export function fromColumn(value: unknown): string {
  if (typeof value !== 'string') {
    throw new TypeError('a column of the session table holds something else than text')
  }
  if (!value.startsWith(mark)) return value
  return Buffer.from(value.slice(mark.length), 'hex').toString('utf16le')
}
