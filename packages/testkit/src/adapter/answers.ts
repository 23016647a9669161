import type { AdapterAnswer, AnswerHeaders } from './adapter-server.ts'

interface Rest {
  readonly status?: number
  readonly headers?: AnswerHeaders
}

/** An answer of text. */
export function text(body: string, { status = 200, headers = {} }: Rest = {}): AdapterAnswer {
  return { kind: 'text', status, headers, body }
}

/** An answer whose body comes in pieces. */
export function stream(
  chunks: AsyncIterable<string>,
  { status = 200, headers = {} }: Rest = {},
): AdapterAnswer {
  return { kind: 'stream', status, headers, chunks }
}

/** A redirect by the framework's own means. */
export function redirect(location: string): AdapterAnswer {
  return { kind: 'redirect', location }
}

/** The framework's own HTTP error. */
export function httpError(status: number): AdapterAnswer {
  return { kind: 'error', status }
}
