/** What happens before the first byte of a response leaves. */
export interface FirstByteHook {
  /**
   * Called once, with the status that the response is about to have; may add headers through
   * `nodeHeaders`, which works to the end of the returned promise. Until that is settled, all output
   * is held. When it throws or rejects, the response is replaced by {@link FirstByteHook.failed}.
   */
  prepare(status: number): void | Promise<void>
  /**
   * Called once, before the end of the body leaves. When it throws or rejects and nothing has left
   * yet, the response is replaced; otherwise the connection (over HTTP/2, the stream) is cut, so
   * that the client does not take the response for complete.
   */
  finish?(): void | Promise<void>
  /** The response that replaces the app's one: its status, as text, is the body. */
  failed(error: unknown): Replacement
}

/** A response that tells of a failure. */
export interface Replacement {
  /** 400 to 599; anything else is sent as 500. */
  readonly status: number
  /** Such as `Retry-After`. A `Set-Cookie` is added to the ones that are there. */
  readonly headers: Readonly<Record<string, string>>
}
