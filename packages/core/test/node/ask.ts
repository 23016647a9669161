import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, createServer as createHttp2 } from 'node:http2'
import type { Server } from 'node:net'
import type { LazySession } from '@sojourn/core'
import { nodeSession } from '@sojourn/core/node'
import { afterEach } from 'vitest'
import type { Data, Setup } from '../support/setup.ts'
import { listen } from './listen.ts'

/** What a server of a test does. */
export type Handler = (
  session: LazySession<Data>,
  req: IncomingMessage,
  res: ServerResponse,
) => unknown

/** What came back. */
interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Sends one request to a server that handles it so. */
export type Ask = (
  handler: Handler,
  options?: { cookie?: string; method?: string; userAgent?: string },
) => Promise<Answer>

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

function listening(server: Server): Promise<number> {
  servers.push(server)
  return listen(server)
}

/** A server of HTTP/1.1 with these sessions. */
export async function overHttp1(env: Setup): Promise<Ask> {
  let handle: Handler = () => {}
  const server = createServer(async (req, res) => {
    await handle(nodeSession(env.sessions, req, res).session, req, res)
  })
  const port = await listening(server)
  return async (handler, { cookie, method = 'GET', userAgent = 'test' } = {}) => {
    handle = handler
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method,
      redirect: 'manual',
      headers: { 'user-agent': userAgent, ...(cookie && { cookie }) },
    })
    const headers = Object.fromEntries<string | string[]>(response.headers)
    const setCookie = response.headers.getSetCookie()
    if (setCookie.length > 0) headers['set-cookie'] = setCookie
    return { status: response.status, headers, body: await response.text() }
  }
}

/** The same over HTTP/2, whose compatibility API has what these handlers use. */
export async function overHttp2(env: Setup): Promise<Ask> {
  let handle: Handler = () => {}
  const server = createHttp2(async (req, res) => {
    const session = nodeSession(env.sessions, req, res).session
    await handle(session, req as unknown as IncomingMessage, res as unknown as ServerResponse)
  })
  const port = await listening(server)
  return async (handler, { cookie, method = 'GET', userAgent = 'test' } = {}) => {
    handle = handler
    const client = connect(`http://127.0.0.1:${port}`)
    const stream = client.request({
      ':path': '/',
      ':method': method,
      'user-agent': userAgent,
      ...(cookie && { cookie }),
    })
    stream.end()
    const [headers] = await once(stream, 'response')
    let body = ''
    for await (const chunk of stream) body += chunk
    client.close()
    return { status: Number(headers[':status']), headers, body }
  }
}

/** The cookie that an answer sets first, as a client sends it back. */
export function cookieOf({ headers }: Answer): string {
  const [line = ''] = [headers['set-cookie']].flat()
  return line.split(';')[0] ?? ''
}
