import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BackendAddress } from '../src/backends.ts'

/** A talkative server, and everything that it has said. */
export interface CanaryProcess {
  /** Asks a route; the answer's status. */
  ask(route: string): Promise<number>
  /** Every session token that the client was ever given. */
  readonly tokens: ReadonlySet<string>
  /** Ends it: all that it printed, sent and answered. */
  stop(): Promise<string>
}

export async function startCanary(
  address: BackendAddress,
  env: Record<string, string>,
): Promise<CanaryProcess> {
  const file = fileURLToPath(new URL('../src/canary/server.ts', import.meta.url))
  const child = fork(file, [JSON.stringify(address)], {
    execArgv: ['--conditions=@sojourn/source', '--trace-warnings', '--trace-uncaught'],
    // All that Node and the drivers can say of themselves.
    env: { ...process.env, ...env, NODE_DEBUG: 'http,tls,dns', DEBUG: '*' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => said.push(text))
  }
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (message: { port?: number; said?: string }) => {
      if (message.port) resolve(message.port)
      else said.push(`${message.said}\n`)
    })
    child.on('exit', () => reject(new Error(`The server ended.\n${said.join('')}`)))
  })
  const tokens = new Set<string>()
  let cookie = ''
  return {
    tokens,
    async ask(route) {
      const response = await fetch(`http://127.0.0.1:${port}/${route}`, { headers: { cookie } })
      for (const line of response.headers.getSetCookie()) {
        cookie = line.split(';')[0] ?? ''
        const token = cookie.split('=')[1]
        if (token) tokens.add(token)
      }
      // An answer is searched as well.
      said.push(`${await response.text()}\n`)
      return response.status
    },
    async stop() {
      const ended = once(child, 'close')
      child.kill()
      await ended
      return said.join('')
    },
  }
}
