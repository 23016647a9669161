import { connect, type Socket } from 'node:net'
import type { Address } from '../process/server.ts'
import { type Conditions, type Direction, Lane } from './lane.ts'

/** Looks at data before it is passed on; says how many bytes of it may be, and does the rest itself. */
export interface Fault {
  /** Called with what goes by, on every connection. */
  inspect(connection: ProxiedConnection, direction: Direction, chunk: Buffer): Verdict
}

/** `pass` it on, `drop` it, or pass on so many bytes and `cut`. */
export type Verdict = 'pass' | 'drop' | { readonly cutAfter: number }

/** A client's connection to the proxy, and the one to the server that belongs to it. */
export class ProxiedConnection {
  readonly #client: Socket
  readonly #server: Socket
  readonly #faults: ReadonlySet<Fault>
  readonly #lanes: readonly Lane[]
  #isCut = false

  constructor(
    client: Socket,
    target: Address,
    conditions: Conditions,
    faults: ReadonlySet<Fault>,
    onClose: () => void,
  ) {
    const { host, port } = target
    const server = connect({ host, port, allowHalfOpen: true, noDelay: true })
    client.setNoDelay()
    this.#client = client
    this.#server = server
    this.#faults = faults
    this.#lanes = [
      new Lane('request', { from: client, to: server }, conditions, (chunk) =>
        this.#pass('request', chunk),
      ),
      new Lane('answer', { from: server, to: client }, conditions, (chunk) =>
        this.#pass('answer', chunk),
      ),
    ]
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on('close', () => other.destroyed && onClose())
    }
  }

  /** Resets both ends. */
  cut(): void {
    this.#isCut = true
    for (const lane of this.#lanes) lane.clear()
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
  }

  /** The conditions have changed. */
  pass(): void {
    for (const lane of this.#lanes) lane.pass()
  }

  #pass(direction: Direction, chunk: Buffer): void {
    if (this.#isCut) return
    const to = direction === 'request' ? this.#server : this.#client
    for (const fault of this.#faults) {
      const verdict = fault.inspect(this, direction, chunk)
      if (verdict === 'pass') continue
      if (verdict === 'drop') return
      this.#isCut = true
      to.write(chunk.subarray(0, verdict.cutAfter), () => this.cut())
      return
    }
    to.write(chunk)
  }
}
