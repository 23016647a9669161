import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type DemoLink, frontPage, stylesheets } from 'demo-parts'
import { listen } from 'demo-parts/listen'

/** Serves the page that leads to the demos. Returns its address. */
export async function serveFrontPage(
  demos: readonly DemoLink[],
  storage: string,
  preferredPort: number,
): Promise<{ readonly address: string; stop(): void }> {
  const page = frontPage(demos, storage)
  const server = createServer((request, response) => {
    const style = stylesheets.find((name) => request.url === `/styles/${name}`)
    if (style !== undefined) {
      response.setHeader('Content-Type', 'text/css')
      response.end(readFileSync(fileURLToPath(import.meta.resolve(`demo-parts/styles/${style}`))))
    } else {
      response.statusCode = request.url === '/' ? 200 : 404
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.end(page)
    }
  })
  const port = await listen(server, preferredPort).catch(() => listen(server, 0))
  const stop = (): void => {
    server.close()
    server.closeAllConnections()
  }
  return { address: `http://localhost:${port}`, stop }
}
