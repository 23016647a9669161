// UTF-8 has no lone surrogates, and a PostgreSQL text, like some versions of the SQLite driver, no U+0000.
const unfit = /[\0\p{Cs}]/u

/**
 * True for a text that every database can hold as text. JSON always is: what is not comes from an
 * owner's name, or from somebody who tries.
 */
export function isPlainText(text: string): boolean {
  return !unfit.test(text)
}
