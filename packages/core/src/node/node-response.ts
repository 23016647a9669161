/**
 * What is used of a Node response. `http.ServerResponse`, `http2.Http2ServerResponse` and what
 * derives from them fit; frameworks call it `res`, `response.raw` or `ctx.res`.
 *
 * @foreign
 */
export interface NodeResponse {
  statusCode: number
  /** Over HTTP/2 there is none, and touching it makes Node print a warning. */
  statusMessage: string
  readonly headersSent: boolean
  readonly writableEnded: boolean
  readonly req?: { readonly method?: string | undefined } | undefined
  /** Over HTTP/2 only. */
  readonly stream?: { close(code: number): unknown } | undefined

  getHeader(name: string): number | string | readonly string[] | undefined
  getHeaderNames(): readonly string[]
  setHeader(name: string, value: unknown): unknown
  removeHeader(name: string): unknown

  writeHead(...args: unknown[]): unknown
  write(...args: unknown[]): boolean
  end(...args: unknown[]): unknown
  /** Always there; the types of HTTP/2 do not know it. */
  flushHeaders?(): unknown
  destroy(error?: Error): unknown

  on(event: string, listener: (...args: unknown[]) => void): unknown
  once(event: string, listener: (...args: unknown[]) => void): unknown
  emit(event: string, ...args: unknown[]): boolean
}
