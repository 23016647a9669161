import { Buffer } from 'node:buffer'
import { isPlainText } from '../plain-text.ts'

/** A byte that UTF-8 never has. */
const mark = Buffer.from([0xff])

/**
 * A text as it is bound: its UTF-8, whatever the connection's character set; or, for one that has
 * none, its UTF-16 after a mark. No two texts become one, and bytes are compared as bytes: no
 * collation, and no padding with blanks, makes two owners one.
 */
export function toColumn(text: string): Buffer {
  if (isPlainText(text)) return Buffer.from(text)
  return Buffer.concat([mark, Buffer.from(text, 'utf16le')])
}

/** The text of a column. Throws for what {@link toColumn} never wrote. */
export function fromColumn(value: unknown): string {
  if (!Buffer.isBuffer(value)) {
    throw new TypeError('a column of the session table holds something else than bytes')
  }
  return value[0] === mark[0] ? value.toString('utf16le', 1) : value.toString()
}
