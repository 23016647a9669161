import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** An app that was started by a command, as in a terminal. */
export class RunningApp {
  readonly address: string
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #said = ''

  /** Resolves when it answers; rejects, with what it said, when it ends before that. */
  static async start(
    command: string,
    cwd: string,
    env: NodeJS.ProcessEnv,
    port: number,
  ): Promise<RunningApp> {
    const app = new RunningApp(command, cwd, env, port)
    const up = await Promise.race([app.#answers(), app.#ended.then(() => false)])
    if (up) return app
    app.#kill('SIGKILL')
    throw new Error(`${command}\ndid not start. It said:\n${app.#said}`)
  }

  private constructor(command: string, cwd: string, env: NodeJS.ProcessEnv, port: number) {
    this.address = `http://localhost:${port}`
    this.#child = spawn(command, {
      cwd,
      env: { ...env, PORT: String(port) },
      shell: true,
      // A process group, as a terminal makes one: Ctrl+C goes to the app and to what it has started.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#ended = once(this.#child, 'exit')
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#said = (this.#said + text).slice(-8000)
      })
    }
    process.once('exit', this.#cleanUp)
  }

  /** What it has printed. */
  get said(): string {
    return this.#said
  }

  /** Presses Ctrl+C, and waits until nothing answers any more. */
  async stop(): Promise<void> {
    this.#kill('SIGINT')
    await this.#ended
    while (await responds(this.address)) await sleep(50)
    this.#cleanUp()
    process.off('exit', this.#cleanUp)
  }

  readonly #cleanUp = (): void => this.#kill('SIGKILL')

  #kill(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.#child.pid ?? 0), signal)
    } catch {
      // It has ended.
    }
  }

  async #answers(): Promise<boolean> {
    while (!(await responds(this.address))) await sleep(100)
    return true
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}

/** Whether anything answers there, with an error too. */
async function responds(address: string): Promise<boolean> {
  try {
    const response = await fetch(address)
    await response.body?.cancel()
    return true
  } catch {
    return false
  }
}
