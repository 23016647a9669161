/**
 * True for a text that every database can hold as text. JSON always is: what is not comes from an
 * owner's name, or from somebody who tries.
 */
export function isPlainText(text: string): boolean {
  // UTF-8 has no lone surrogates, and a PostgreSQL text, like some versions of the SQLite driver, no U+0000.
  return text.isWellFormed() && !text.includes('\0')
}
