/** One `Set-Cookie` header. */
export interface SentCookie {
  readonly name: string
  readonly value: string
  /** By name in lower case; a flag such as `Secure` has an empty value. */
  readonly attributes: ReadonlyMap<string, string>
}

export function parseSetCookie(header: string): SentCookie {
  const [pair = '', ...rest] = header.split(';')
  const [name, value] = split(pair)
  const attributes = rest.map(split).map(([key, each]) => [key.toLowerCase(), each] as const)
  return { name, value, attributes: new Map(attributes) }
}

function split(pair: string): readonly [name: string, value: string] {
  const [name = '', ...value] = pair.trim().split('=')
  return [name, value.join('=')]
}
