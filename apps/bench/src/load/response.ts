/** One answer, as far as it is looked at. */
export interface Response {
  readonly status: number
  readonly setCookie: string | undefined
  readonly body: string
  /** How many characters of the text it took. */
  readonly length: number
}

/**
 * The first answer in a text, or `undefined` while it is not complete. It reads what the servers
 * measured here send, a `Content-Length` and a body, and throws for anything else.
 */
export function parseResponse(text: string): Response | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const digits = /\r\nContent-Length: (\d+)/i.exec(text)?.[1]
  if (digits === undefined) throw new Error(`An answer without Content-Length: ${text}`)
  const start = headEnd + 4
  const length = start + Number(digits)
  if (text.length < length) return undefined
  return {
    status: Number(text.slice(9, 12)),
    setCookie: text.includes('Set-Cookie') ? setCookieOf(text) : undefined,
    body: text.slice(start, length),
    length,
  }
}

/** Name and value, as they are sent back. */
function setCookieOf(text: string): string | undefined {
  return /\r\nSet-Cookie: ([^;\r]*)/i.exec(text)?.[1]
}
