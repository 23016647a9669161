const longestMessage = 300

/**
 * Redis, or the connection to it, failed. It holds the message and no more: drivers hang the whole
 * command onto their errors, session data included, and errors end up in logs.
 */
export class RedisCallError extends Error {
  /** `'RedisCallError'`. */
  override readonly name = 'RedisCallError'
  /** The first word of an answer of Redis, such as `READONLY` or `OOM`; a code of Node, such as `ECONNREFUSED`. */
  readonly code: string | undefined

  constructor(error: unknown) {
    const message = error instanceof Error ? error.message : 'The driver failed without an error'
    super(message.slice(0, longestMessage))
    this.code = codeOf(error) ?? /^[A-Z]{2,}(?= )/.exec(message)?.[0]
  }
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : undefined
}
