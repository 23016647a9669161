/** A response as it came, every header line apart. */
export class ClientResponse {
  readonly status: number
  readonly body: string
  readonly #pairs: readonly (readonly [string, string])[]

  constructor(status: number, pairs: readonly (readonly [string, string])[], body: string) {
    this.status = status
    this.body = body
    this.#pairs = pairs.map(([name, value]) => [name.toLowerCase(), value])
  }

  /** All lines of a header. */
  lines(name: string): string[] {
    return this.#pairs.filter(([each]) => each === name).map(([, value]) => value)
  }

  /** A header's lines as one value, or `undefined`. */
  header(name: string): string | undefined {
    const lines = this.lines(name)
    return lines.length === 0 ? undefined : lines.join(', ')
  }

  /** All header lines and the body: what a client can learn from it. */
  get text(): string {
    return [...this.#pairs.map((pair) => pair.join(': ')), '', this.body].join('\n')
  }

  get setCookies(): string[] {
    return this.lines('set-cookie')
  }

  /** The body of a route that answers JSON. */
  json(): unknown {
    return JSON.parse(this.body)
  }
}

/** A body as text. Rejects when it is cut short. */
export async function collect(body: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const chunk of body) text += String(chunk)
  return text
}
