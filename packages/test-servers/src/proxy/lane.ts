import type { Socket } from 'node:net'

/** Which way data goes: `request` from the client to the server, `answer` back. */
export type Direction = 'request' | 'answer'

/** What a proxy currently does to everything that goes by. */
export interface Conditions {
  /** Milliseconds. */
  delay: number
  readonly frozen: Set<Direction>
}

/** What goes by: data, the end of one direction, or the loss of the connection. */
type Passing = { readonly due: number } & (
  | { readonly kind: 'data'; readonly chunk: Buffer }
  | { readonly kind: 'end' }
  | { readonly kind: 'loss' }
)

/** One direction of one connection: takes everything in at once, and lets it out as the conditions allow. */
export class Lane {
  readonly #direction: Direction
  readonly #to: Socket
  readonly #conditions: Conditions
  readonly #onData: (chunk: Buffer) => void
  readonly #queue: Passing[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(
    direction: Direction,
    { from, to }: { from: Socket; to: Socket },
    conditions: Conditions,
    onData: (chunk: Buffer) => void,
  ) {
    this.#direction = direction
    this.#to = to
    this.#conditions = conditions
    this.#onData = onData
    const due = (): number => Date.now() + conditions.delay
    from.on('data', (chunk: Buffer) => this.#add({ kind: 'data', chunk, due: due() }))
    from.on('end', () => this.#add({ kind: 'end', due: due() }))
    from.on('close', () => this.#add({ kind: 'loss', due: due() }))
    // What follows is 'close'.
    from.on('error', () => undefined)
  }

  /** Lets out what may go now, and comes back for the rest. */
  pass(): void {
    clearTimeout(this.#timer)
    while (!this.#conditions.frozen.has(this.#direction)) {
      const [next] = this.#queue
      if (next === undefined) return
      const wait = next.due - Date.now()
      if (wait > 0) {
        this.#timer = setTimeout(() => this.pass(), wait)
        return
      }
      this.#queue.shift()
      if (next.kind === 'data') this.#onData(next.chunk)
      else if (next.kind === 'end') this.#to.end()
      else this.#to.destroy()
    }
  }

  /** Forgets what was held. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
  }

  #add(passing: Passing): void {
    this.#queue.push(passing)
    this.pass()
  }
}
