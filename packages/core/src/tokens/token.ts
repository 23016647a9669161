import { randomText } from './random.ts'

/** A session token taken apart: the public id and the secret. */
export interface Token {
  readonly id: string
  readonly secret: string
}

// 16 and 32 bytes leave 4 and 2 spare bits in their last character: only the spellings with zeros
// there are canonical, so this matches exactly what encoding the decoded bytes again would give.
const shape = /^[A-Za-z0-9_-]{21}[AQgw]\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

/** The parts of a well-formed token, or `null` for anything else. Looks at the text alone. */
export function parseToken(text: string): Token | null {
  if (text.length !== 66 || !shape.test(text)) return null
  return { id: text.slice(0, 22), secret: text.slice(23) }
}

/** `id.secret`, what the client's cookie holds. */
export function formatToken(token: Token): string {
  return `${token.id}.${token.secret}`
}

/** A new id: 16 random bytes. */
export function newId(): string {
  return randomText(16)
}

/** A new secret: 32 random bytes. */
export function newSecret(): string {
  return randomText(32)
}

/** A new revision: 9 random bytes, enough that two attempts to write never meet. */
export function newRevision(): string {
  return randomText(9)
}
