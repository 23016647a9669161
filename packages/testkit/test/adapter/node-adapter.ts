import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  type Exchange,
  isSessionError,
  type LazySession,
  type RequestHeaders,
  type Sessions,
} from '@sojourn/core'
import { nodeHeaders } from '@sojourn/core/node'
import type { AdapterAnswer, AdapterApp, StartServer, TestData } from '../../src/index.ts'

/** A request that touched its session. */
export interface Touched {
  readonly exchange: Exchange
  readonly session: LazySession<TestData>
}

/** The steps of an adapter, each of which a wrong adapter gets wrong. */
export interface Steps {
  open(sessions: Sessions<TestData>, req: RequestHeaders, headersSent: () => boolean): Touched
  commit(exchange: Exchange, status: number): Promise<void> | undefined
  apply(exchange: Exchange, res: ServerResponse, status: number): void
  /** What a handler or a commit has thrown, as a response. */
  fail(error: unknown): AdapterAnswer
  /** Before the handler. */
  begin(open: () => LazySession<TestData>): Promise<void>
  /** Between the answer and its first byte: `settle` commits, and answers with a failure if there is one. */
  send(
    answer: AdapterAnswer,
    settle: (answer: AdapterAnswer) => Promise<AdapterAnswer>,
    write: (answer: AdapterAnswer) => Promise<void>,
  ): Promise<void>
}

/** What the adapter for `node:http` cannot be tested for. */
export const leaveOut: Readonly<Record<string, string>> = {
  'R118: the source of a stream is closed when the save fails':
    'it opens no stream before the save',
}

/** The steps as they should be. */
export const steps: Steps = {
  open: (sessions, request, headersSent) => sessions.exchange(request, headersSent),
  commit: (exchange, status) => exchange.commit(status),
  apply: (exchange, res) => exchange.apply(nodeHeaders(res)),
  fail: (error) => {
    const { status, headers = {} } = isSessionError(error) ? error : { status: 500 }
    return { kind: 'text', status, headers, body: 'failed' }
  },
  begin: async () => {},
  send: async (answer, settle, write) => write(await settle(answer)),
}

/** An adapter for `node:http`, without the first-byte hook of core: commit, head, body, one after the other. */
export function nodeAdapter(changed: Partial<Steps> = {}): StartServer {
  const adapter = { ...steps, ...changed }
  return async (app) => {
    const server = createServer((req, res) => {
      respond(app, adapter, req, res).catch(() => res.destroy())
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('There is no port.')
    return {
      origin: `http://127.0.0.1:${address.port}`,
      close: async () => {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  }
}

async function respond(
  app: AdapterApp,
  adapter: Steps,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const headers: RequestHeaders = { header: (name) => req.headers[name] }
  let touched: Touched | undefined
  let refused = false
  const open = (): LazySession<TestData> => {
    touched ??= adapter.open(app.sessions, headers, () => res.headersSent)
    return touched.session
  }
  const settle = async (answer: AdapterAnswer): Promise<AdapterAnswer> => {
    if (touched === undefined) return answer
    try {
      await adapter.commit(touched.exchange, statusOf(answer))
      return answer
    } catch (error) {
      refused = true
      return adapter.fail(error)
    }
  }
  const write = async (answer: AdapterAnswer): Promise<void> => {
    res.statusCode = statusOf(answer)
    for (const [name, value] of Object.entries(headersOf(answer))) res.setHeader(name, value)
    if (touched !== undefined) adapter.apply(touched.exchange, res, res.statusCode)
    if (answer.kind === 'stream') {
      for await (const chunk of answer.chunks) res.write(chunk)
    }
    if (!refused) await touched?.exchange.finish()
    res.end(answer.kind === 'text' ? answer.body : undefined)
  }
  const answer = await adapter
    .begin(open)
    .then(() => app.handle(open, req))
    .catch((error: unknown) => adapter.fail(error))
  await adapter.send(answer, settle, write)
}

function statusOf(answer: AdapterAnswer): number {
  return answer.kind === 'redirect' ? 302 : answer.status
}

function headersOf(answer: AdapterAnswer): Readonly<Record<string, string | readonly string[]>> {
  if (answer.kind === 'redirect') return { Location: answer.location }
  if (answer.kind === 'error') return {}
  if (answer.kind === 'stream') return answer.headers
  // Node would not count for HEAD.
  return { ...answer.headers, 'Content-Length': String(Buffer.byteLength(answer.body)) }
}
