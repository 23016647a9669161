import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { RunningServer } from '@sojourn/testkit'
import type Koa from 'koa'

/** Serves a Koa app, of any major, on a port of its own. */
export async function listen(
  app: Pick<Koa, 'callback'>,
  { http2 = false }: { readonly http2?: boolean } = {},
): Promise<RunningServer> {
  const http1 = createServer(app.callback())
  const server = http2 ? createHttp2Server(app.callback()) : http1
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('There is no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    http2,
    close: async () => {
      http1.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
