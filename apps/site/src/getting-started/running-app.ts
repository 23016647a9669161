import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where and how an app runs. */
export interface Place {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly port: number
  /** How many milliseconds it may be silent before it answers for the first time. */
  readonly patience: number
}

/** An app that was started by a command, as in a terminal. */
export class RunningApp {
  readonly address: string
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #said = ''
  /** Nobody asks it any more. */
  #over = false

  /** Resolves when it answers; rejects, with what it said, when it ends before that, or does not answer. */
  static async start(command: string, place: Place): Promise<RunningApp> {
    const { port, patience } = place
    const app = new RunningApp(command, place)
    const down = app.#ended.then(() => 'did not start')
    const silent = sleep(patience, `did not answer on the port ${port}`, { ref: false })
    const failure = await Promise.race([app.#answers(), down, silent])
    if (failure === undefined) return app
    app.#over = true
    app.#kill('SIGKILL')
    throw new Error(`${command}\n${failure}. It said:\n${app.#said}`)
  }

  private constructor(command: string, { folder, env, port }: Place) {
    this.address = `http://localhost:${port}`
    this.#child = spawn(command, {
      cwd: folder,
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

  /** Presses Ctrl+C, and waits until nothing answers any more. Rejects when it does not end by that. */
  async stop(): Promise<void> {
    this.#kill('SIGINT')
    const ended = this.#ended.then(() => true)
    const inOrder = await Promise.race([ended, sleep(60_000, false, { ref: false })])
    while (inOrder && (await responds(this.address))) await sleep(50)
    this.#cleanUp()
    process.off('exit', this.#cleanUp)
    if (!inOrder) throw new Error('The app went on after Ctrl+C.')
  }

  readonly #cleanUp = (): void => this.#kill('SIGKILL')

  #kill(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.#child.pid ?? 0), signal)
    } catch {
      // It has ended.
    }
  }

  async #answers(): Promise<undefined> {
    while (!this.#over && !(await responds(this.address))) await sleep(100)
    return undefined
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
