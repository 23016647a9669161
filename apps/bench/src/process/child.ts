import { type ChildProcess, fork, type Serializable } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { nodeOn } from './cores.ts'

/** What a child sends back. */
export type Reply<Answer> = { readonly answer: Answer } | { readonly error: string }

/** A process of its own that answers one question after the other. It ends with this one. */
export class Child<Question extends Serializable, Answer> {
  readonly #process: ChildProcess
  readonly #exit: Promise<never>

  /** Starts a file of this folder's parent, such as `load/load-process.ts`. */
  constructor(file: string, args: readonly string[], core: number) {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
    this.#process = fork(path, args, {
      ...nodeOn(core),
      env: { ...process.env, NODE_ENV: 'production' },
    })
    this.#exit = once(this.#process, 'exit').then(([code]) => {
      throw new Error(`${file} ${args.join(' ')} ended with code ${code}.`)
    })
    // Whoever asks is told; an end that nobody waits for is no failure.
    this.#exit.catch(() => {})
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
