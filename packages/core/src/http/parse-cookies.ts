import { isToken } from './grammar.ts'

/** How much of a cookie header is looked at: 16 KiB, the most that Node accepts for all headers together. */
const MAX_LENGTH = 16_384
/** How many pairs of a cookie header are looked at. */
const MAX_PAIRS = 200

const TAB = 0x09
const SPACE = 0x20
const SEMICOLON = 0x3b
const EQUALS = 0x3d

/**
 * All values of the cookies with this name, in the order of the header, duplicates included: which
 * one counts is for the caller to decide, since RFC 6265bis (4.2.2) promises no order.
 *
 * Split at `;`, trimmed of spaces and tabs only, the name compared exactly, the value returned as it
 * came: no percent-decoding, no quote stripping, no `$Version`. A pair without `=` is ignored.
 * Several header lines count as one header (RFC 6265bis, 4.2.1). Only pairs that end within the
 * first 16 KiB, and only the first 200, are looked at. Linear in the length of the header, and never
 * throws: an absent header, or a name that no cookie can have, gives no values.
 */
export function readCookie(
  header: string | readonly string[] | null | undefined,
  name: string,
): string[] {
  const text = asOneLine(header)
  let at = text.indexOf(name)
  if (at === -1 || !isToken(name)) return []

  const values: string[] = []
  let limit: number | undefined
  while (at !== -1) {
    let next = at + name.length
    const equals = skipBlanks(text, next)
    if (text.charCodeAt(equals) === EQUALS && opensPair(text, at)) {
      // Before the 200th character there is no 201st pair, and nothing to count.
      if (at >= MAX_PAIRS) {
        limit ??= endOfLastPair(text)
        if (at > limit) break
      }
      const semicolon = text.indexOf(';', equals)
      next = semicolon === -1 ? text.length : semicolon
      values.push(trimBlanks(text, equals + 1, next))
    }
    at = text.indexOf(name, next)
  }
  return values
}

/** Cut after the last pair that is complete within the limit of length. */
function asOneLine(header: string | readonly string[] | null | undefined): string {
  if (header === undefined || header === null) return ''
  const text = typeof header === 'string' ? header : header.join(';')
  if (text.length <= MAX_LENGTH) return text
  return text.slice(0, Math.max(0, text.lastIndexOf(';', MAX_LENGTH)))
}

/** Nothing but blanks lies between `at` and the beginning of its pair. */
function opensPair(text: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && isBlank(text.charCodeAt(before))) before--
  return before < 0 || text.charCodeAt(before) === SEMICOLON
}

/** Where the last pair within the limit of pairs ends. */
function endOfLastPair(text: string): number {
  let semicolon = text.indexOf(';')
  for (let pairs = 1; pairs < MAX_PAIRS && semicolon !== -1; pairs++) {
    semicolon = text.indexOf(';', semicolon + 1)
  }
  return semicolon === -1 ? text.length : semicolon
}

function trimBlanks(text: string, from: number, to: number): string {
  const start = skipBlanks(text, from)
  let end = to
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (isBlank(text.charCodeAt(at))) at++
  return at
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB
}
