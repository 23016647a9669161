import { type ChildProcess, fork, type Serializable } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pin } from './cores.ts'

/** What a child sends back. */
export type Reply<Answer> = { readonly answer: Answer } | { readonly error: string }

const flags = ['--conditions=@sojourn/source', '--disable-warning=ExperimentalWarning']

/** A process of its own that answers one question after the other. It ends with this one. */
export class Child<Question extends Serializable, Answer> {
  readonly #process: ChildProcess
  readonly #exit: Promise<never>

  /**
   * Starts a file of this folder's parent, such as `load/load-process.ts`, on any core: `pin` binds it.
   * `nodeFlags`: further ones for Node.
   */
  constructor(file: string, args: readonly string[] = [], nodeFlags: readonly string[] = []) {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
    this.#process = fork(path, args, {
      execArgv: [...flags, ...nodeFlags],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    this.#exit = once(this.#process, 'exit').then(([code]) => {
      throw new Error(`${file} ${args.join(' ')} ended with code ${code}.`)
    })
    // Whoever asks is told; an end that nobody waits for is no failure.
    this.#exit.catch(() => {})
  }

  /** Binds it to this core, where that is possible. */
  pin(core: number): this {
    if (this.#process.pid !== undefined) pin(this.#process.pid, core)
    return this
  }

  /** Throws what the child throws. */
  async ask(question: Question): Promise<Answer> {
    const replied = once(this.#process, 'message')
    this.#process.send(question)
    const [reply]: Reply<Answer>[] = await Promise.race([replied, this.#exit])
    if (reply === undefined) throw new Error('The child answered nothing.')
    if ('error' in reply) throw new Error(reply.error)
    return reply.answer
  }

  async stop(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect()
    await this.#exit.catch(() => {})
  }
}
