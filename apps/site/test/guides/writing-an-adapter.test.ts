// The page's own test, which is the whole suite of adapters.
import '#examples/docs/guides/writing-an-adapter/hono-session.test.ts'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { memoryBackend } from '@sojourn/backend-memory'
import { isSessionError } from '@sojourn/core'
import { type AdapterAnswer, describeAdapter } from '@sojourn/testkit'
import { beforeEach, expect, it, vi } from 'vitest'
import {
  nodeMiddleware,
  type SessionRequest,
} from '#examples/docs/guides/writing-an-adapter/node-middleware.ts'

// Hono tells of every error that it answers, and the suite makes many.
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})

it('the app of the page keeps its visitor through the sign-in', async () => {
  const { app } = await import('#examples/docs/guides/writing-an-adapter/app.ts')
  let cookie = ''
  const visit = async (path: string, method = 'GET'): Promise<Response> => {
    const response = await app.request(path, { method, headers: { cookie } })
    const [line] = response.headers.getSetCookie()
    if (line) cookie = line.split(';')[0] ?? ''
    return response
  }
  await visit('/')
  const before = cookie
  expect((await visit('/sign-in', 'POST')).status).toBe(303)
  expect(cookie).not.toBe(before)
  expect(await (await visit('/')).json()).toEqual({ user: 'ada', visits: 2 })
})

describeAdapter(
  'the middleware for a Node response',
  async ({ sessions, handle }) => {
    const middleware = nodeMiddleware(sessions)
    const server = createServer((incoming, res) => {
      // What the middleware adds is there once it has called the next.
      const req = incoming as SessionRequest<Record<string, unknown>>
      middleware(req, res, () => {
        handle(() => req.session(), req).then(
          (answer) => reply(res, answer),
          (error: unknown) => refuse(res, error),
        )
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return {
      origin: `http://127.0.0.1:${port}`,
      close: async () => {
        server.closeAllConnections()
        server.close()
        await once(server, 'close')
      },
    }
  },
  { backend: () => memoryBackend() },
)

function reply(res: ServerResponse, answer: AdapterAnswer): void {
  if (answer.kind === 'redirect') {
    res.writeHead(302, { location: answer.location }).end()
  } else if (answer.kind === 'error') {
    res.writeHead(answer.status).end()
  } else {
    res.writeHead(answer.status, answer.headers)
    if (answer.kind === 'text') res.end(answer.body)
    else
      Readable.from(answer.chunks)
        .on('error', () => res.destroy())
        .pipe(res)
  }
}

function refuse(res: ServerResponse, error: unknown): void {
  const { status, headers } = isSessionError(error) ? error : { status: 500, headers: {} }
  res.writeHead(status, headers).end()
}
