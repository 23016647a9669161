import { createServer } from 'node:http'
import { hostVariable } from './ask-host.ts'
import { ServerHost } from './server-host.ts'

/**
 * Vitest's global set-up: the main process hosts the servers that the test files share, and says so to the
 * processes that it starts. Nothing is started before a test asks for it.
 */
export default async function hostServers(): Promise<(() => Promise<void>) | undefined> {
  // Every project of the workspace has this set-up; the first has done it.
  if (process.env[hostVariable] !== undefined) return undefined
  const host = new ServerHost()
  const server = createServer((request, response) => {
    const what = request.url?.slice(1) ?? ''
    if (!host.has(what)) {
      response.writeHead(404).end(`The host of the test servers has no "${what}"`)
      return
    }
    host.get(what).then(
      (made) => response.end(made),
      (error: unknown) => {
        response.writeHead(500).end(error instanceof Error ? error.message : String(error))
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The host has no port')
  process.env[hostVariable] = `http://127.0.0.1:${address.port}`

  return async () => {
    delete process.env[hostVariable]
    server.close()
    server.closeAllConnections()
    await host.stop()
  }
}
