import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, isStopped, processTree, signalProcess } from './process-tree.ts'
import type { User } from './unprivileged-user.ts'
import { waitUntil } from './wait-until.ts'
import { guardProcess, unguardProcess } from './watchdog.ts'

/** How a server is started, asked and ended. */
export interface ServerCommand {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Where its data and its log are, and where it runs. */
  readonly folder: string
  readonly user?: User | undefined
  /** Whether the server that runs as `pid` answers clients. */
  isReady(pid: number): boolean | Promise<boolean>
  /** Shuts it down in order, without waiting for its clients. */
  readonly shutDown: NodeJS.Signals
  /** Ends it at once; nobody needs the data any more. */
  readonly end: NodeJS.Signals
  /** Removes what is left outside of its folder, once it has ended for good. */
  cleanUp?(): void
}

/** A server as a process: started, held, killed and started again. */
export class ServerProcess {
  readonly logFile: string
  readonly #command: ServerCommand
  #child: ChildProcess | undefined

  constructor(command: ServerCommand) {
    this.#command = command
    this.logFile = join(command.folder, 'log')
  }

  get pid(): number {
    const pid = this.#child?.pid
    if (pid === undefined) throw new Error(`${this.#command.name} is not running`)
    return pid
  }

  async start(): Promise<void> {
    const { name, command, args, folder, user } = this.#command
    const log = openSync(this.logFile, 'a')
    const child = spawn(command, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log, log],
      // In a session of its own: Ctrl-C is for the tests, which stop it.
      detached: true,
      ...user,
    })
    closeSync(log)
    child.unref()
    const { pid } = child
    if (pid === undefined) {
      await new Promise((_, reject) => child.once('error', reject))
      return
    }
    this.#child = child
    guardProcess(pid, this.#command.end)
    child.once('exit', () => {
      unguardProcess(pid)
      if (this.#child === child) this.#child = undefined
    })
    await waitUntil(`${name} answers`, async () => {
      if (this.#child !== child) throw new Error(`${name} did not start:\n${this.#lastWords()}`)
      return this.#command.isReady(pid)
    })
  }

  async pause(): Promise<void> {
    const { pid } = this
    // The parent first: it could have more children while we stop the ones it has.
    for (const next of [() => [pid], () => processTree(pid)]) {
      const tree = next()
      for (const each of tree) signalProcess(each, 'SIGSTOP')
      await waitUntil(`${this.#command.name} is paused`, () => tree.every(isStopped))
    }
  }

  async resume(): Promise<void> {
    const tree = processTree(this.pid)
    for (const each of tree.toReversed()) signalProcess(each, 'SIGCONT')
    await waitUntil(
      `${this.#command.name} goes on`,
      () => !tree.some((each) => isAlive(each) && isStopped(each)),
    )
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.#child === undefined) return
    const { pid } = this
    if (signal === 'SIGKILL') await this.pause()
    const tree = processTree(pid)
    for (const each of signal === 'SIGKILL' ? tree : [pid]) signalProcess(each, signal)
    // A paused process would hear of another signal only when it goes on.
    for (const each of tree) signalProcess(each, 'SIGCONT')
    await waitUntil(
      `${this.#command.name} ends`,
      () => this.#child === undefined && !tree.some(isAlive),
    )
  }

  async restart(): Promise<void> {
    await this.kill(this.#command.shutDown)
    await this.start()
  }

  /** Ends it whatever it takes. */
  async end(): Promise<void> {
    await this.kill(this.#command.end).catch(() => this.kill('SIGKILL'))
  }

  #lastWords(): string {
    return readFileSync(this.logFile, 'utf8').split('\n').slice(-30).join('\n')
  }
}
