/** One answer, as far as it is looked at. */
export interface Response {
  readonly status: number
  /** Each cookie that it sets: name and value, as they are sent back. */
  readonly cookies: readonly string[]
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
    cookies: cookiesOf(text.slice(0, headEnd)),
    body: text.slice(start, length),
    length,
  }
}

function cookiesOf(head: string): readonly string[] {
  const found = head.matchAll(/\r\nSet-Cookie: ([^;\r]*)/gi)
  return Array.from(found, ([, pair = '']) => pair)
}
