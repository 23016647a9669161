import {
  createServer as createHttp1,
  type IncomingMessage,
  request as request1,
  type ServerResponse,
} from 'node:http'
import { connect, createServer as createHttp2 } from 'node:http2'
import { expect, onTestFinished } from 'vitest'
import { listen } from './listen.ts'

export type Protocol = 'HTTP/1.1' | 'HTTP/2'
export const protocols: readonly Protocol[] = ['HTTP/1.1', 'HTTP/2']

/** An app. Over HTTP/2 its response is the compatible one, which has the same methods. */
export type App = (res: ServerResponse, req: IncomingMessage) => unknown

export interface Answer {
  readonly status: number
  /** Empty over HTTP/2. */
  readonly reason: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
  /** False when the connection or the stream was cut. */
  readonly complete: boolean
}

/** A request under way. */
export interface Pending {
  readonly answer: Promise<Answer>
  /** How many bytes of a response, its head included, have arrived. */
  received(): number
  abort(): void
}

export interface Client {
  get(path?: string): Promise<Answer>
  send(path: string, method?: string): Pending
}

/** A real server for one test, and a client of it. */
export async function serve(protocol: Protocol, app: App): Promise<Client> {
  const server = protocol === 'HTTP/2' ? createHttp2() : createHttp1()
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (req.url === '/ping') res.end('pong')
    else app(res, req)
  })
  const port = await listen(server)
  const send = protocol === 'HTTP/2' ? http2Client(port) : http1Client(port)
  onTestFinished(() => void server.close())
  return { send, get: (path = '/') => send(path).answer }
}

function http1Client(port: number): Client['send'] {
  return (path, method = 'GET') => {
    const request = request1({ port, host: '127.0.0.1', path, method, agent: false })
    let bytes = 0
    request.on('socket', (socket) => socket.on('data', (data: Buffer) => (bytes += data.length)))
    const answer = new Promise<Answer>((resolve) => {
      let status = 0
      let reason = ''
      let headers: Answer['headers'] = {}
      const chunks: Buffer[] = []
      const done = (complete: boolean): void =>
        resolve({ status, reason, headers, body: Buffer.concat(chunks).toString(), complete })
      request.on('error', () => done(false))
      request.on('response', (response) => {
        status = response.statusCode ?? 0
        reason = response.statusMessage ?? ''
        headers = response.headers
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', () => done(false))
        response.on('close', () => done(response.complete))
      })
    })
    request.end()
    return { answer, received: () => bytes, abort: () => void request.destroy() }
  }
}

function http2Client(port: number): Client['send'] {
  const session = connect(`http://127.0.0.1:${port}`)
  onTestFinished(() => session.destroy())
  return (path, method = 'GET') => {
    const stream = session.request({ ':path': path, ':method': method })
    let bytes = 0
    const answer = new Promise<Answer>((resolve) => {
      let headers: Answer['headers'] = {}
      const chunks: Buffer[] = []
      let failed = false
      stream.on('error', () => (failed = true))
      stream.on('response', (head) => {
        headers = head
        bytes += 1
      })
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
      })
      stream.on('close', () => {
        const complete = !failed && stream.rstCode === 0 && stream.readableEnded
        const body = Buffer.concat(chunks).toString()
        resolve({ status: Number(headers[':status'] ?? 0), reason: '', headers, body, complete })
      })
    })
    stream.end()
    return { answer, received: () => bytes, abort: () => stream.close(8) }
  }
}

/** Another request and its answer have crossed: what the server had sent before has arrived. */
export async function roundTrip(client: Client): Promise<void> {
  expect((await client.get('/ping')).body).toBe('pong')
  expect((await client.get('/ping')).body).toBe('pong')
}
