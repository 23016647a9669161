import { type ChildProcess, fork } from 'node:child_process'
import { type Options, toArguments } from './options.ts'

/** A running `server.ts`. */
export interface ServerProcess {
  readonly address: string
  /** Its exit code, when it has ended. */
  readonly ended: Promise<number>
  /** Sends SIGTERM. Resolves to the exit code. */
  readonly stop: () => Promise<number>
}

/** Starts `server.ts` as a process of its own, and waits until it accepts requests. */
export async function startServer(options: Omit<Options, 'check'>): Promise<ServerProcess> {
  const child = fork(new URL('./server.ts', import.meta.url), toArguments(options), {
    execArgv: ['--conditions=@sojourn/source'],
  })
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1))
  })
  const port = await Promise.race([portOf(child), ended.then(() => null)])
  if (port === null) throw new Error('The server did not start. What it says above is the reason.')
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  return { address: `http://localhost:${port}`, ended, stop }
}

/** The server's first and only message. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(Number(message)))
  })
}
