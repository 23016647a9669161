import type { LazySession, Sessions } from '@sojourn/core'

/** What sessions hold in these tests. */
export type TestData = Record<string, unknown>

/** What a handler of the suite sees of a request. Koa's `ctx` and Node's `req` fit. */
export interface AdapterRequest {
  /** The HTTP method. */
  readonly method?: string | undefined
  /** Path and query, such as `/look?key=a`. */
  readonly url?: string | undefined
}

/**
 * What a handler of the suite wants to be answered, for the framework to put into its own words. `kind` says which:
 * `'text'`, a `body` with its `status` and `headers`; `'stream'`, `chunks` in its place; `'redirect'`, a 302 to
 * `location`; `'error'`, the framework's own error of this `status`.
 */
export type AdapterAnswer =
  | {
      readonly kind: 'text'
      readonly status: number
      readonly headers: AnswerHeaders
      readonly body: string
    }
  | {
      readonly kind: 'stream'
      readonly status: number
      readonly headers: AnswerHeaders
      /** Sent one by one as they come, without a `Content-Length`. */
      readonly chunks: AsyncIterable<string>
    }
  /** A redirect, status 302, by the framework's own means. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** The framework's own HTTP error of this status, thrown. */
  | { readonly kind: 'error'; readonly status: number }

/** A list is sent as that many lines. */
export type AnswerHeaders = Readonly<Record<string, string | string[]>>

/** What a server of the tests has to serve. */
export interface AdapterApp {
  /** What the adapter is mounted with. */
  readonly sessions: Sessions<TestData>
  /**
   * Answers every request, of every path and method. `session` opens the request's session by the
   * adapter's own means; it is called for requests that touch their session, and for no others. What
   * it throws, the framework has to turn into a response: a session error has its `status`.
   */
  handle(session: () => LazySession<TestData>, request: AdapterRequest): Promise<AdapterAnswer>
}

/** A server that is listening. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:8080`. */
  readonly origin: string
  /** True where it speaks HTTP/2 in clear text, and nothing else. Default `false`. */
  readonly http2?: boolean
  /** What the framework itself puts into `Vary`, whatever the response: tests look past it. Default: nothing. */
  readonly vary?: readonly string[]
  /** Stops it, its connections included. */
  close(): Promise<void>
}

/** Starts a server on a port of its own, called once a test. */
export type StartServer = (app: AdapterApp) => Promise<RunningServer>
