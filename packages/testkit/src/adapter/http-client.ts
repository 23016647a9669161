import type { RunningServer } from './adapter-server.ts'
import type { ClientResponse } from './client-response.ts'
import { Http1Client } from './http1-client.ts'
import { Http2Client } from './http2-client.ts'

/** What a client sends. */
export interface ClientRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** Sends requests to one server. */
export interface HttpClient {
  /** The whole response; rejects when the connection ends before it is complete. */
  send(request: ClientRequest): Promise<ClientResponse>
  close(): Promise<void>
}

/** A client of the protocol that the server speaks. */
export function httpClient({ origin, http2 = false }: RunningServer): HttpClient {
  return http2 ? new Http2Client(origin) : new Http1Client(origin)
}
