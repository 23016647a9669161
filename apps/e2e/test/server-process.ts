import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BackendAddress } from '../src/backends.ts'

/** A server in a process of its own. */
export interface ServerProcess {
  /** Asks a route with the client's cookie; keeps the cookie that comes back. */
  ask(client: Client, route: string): Promise<Answer>
  stop(): Promise<void>
}

/** A browser: it has one cookie. */
export interface Client {
  cookie: string
}

export interface Answer {
  readonly status: number
  readonly setCookie: string[]
  readonly body: { readonly userId?: string | null; readonly data?: Record<string, number> }
}

export async function startServer(address: BackendAddress): Promise<ServerProcess> {
  const file = fileURLToPath(new URL('../src/server.ts', import.meta.url))
  const child: ChildProcess = fork(file, [JSON.stringify(address)], {
    execArgv: ['--conditions=@sojourn/source', '--disable-warning=ExperimentalWarning'],
  })
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The server process ended.'))),
  ])
  const origin = `http://127.0.0.1:${message.port}`
  return {
    async ask(client, route) {
      const headers = client.cookie ? { cookie: client.cookie } : undefined
      const response = await fetch(`${origin}/${route}`, {
        method: 'POST',
        ...(headers && { headers }),
      })
      const setCookie = response.headers.getSetCookie()
      const [pair = ''] = setCookie[0]?.split(';') ?? []
      if (pair) client.cookie = pair
      const text = await response.text()
      const body = response.ok ? JSON.parse(text) : {}
      return { status: response.status, setCookie, body }
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
