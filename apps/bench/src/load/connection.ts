import { connect, type Socket } from 'node:net'
import { withCookies } from './cookie-jar.ts'
import { parseResponse, type Response } from './response.ts'
import type { Step, Visitor, Workload } from './workloads.ts'

/** What is known of the contender, to judge its answers by. */
export interface Checks {
  /** Whether a write sets a cookie: it holds the session, or its end is moved with every write. */
  readonly writeSetsCookie: boolean
}

/** Told of each answer: how long it took, in milliseconds. */
export type OnAnswer = (took: number, at: number) => void

/**
 * One kept-alive connection: a visitor who asks again as soon as the answer is there. A plain socket,
 * because an HTTP client costs more than the servers it is to measure.
 */
export class Connection {
  readonly ended: Promise<void>
  readonly #socket: Socket
  readonly #steps: readonly Step[]
  readonly #visitor: Visitor
  readonly #checks: Checks | undefined
  readonly #onAnswer: OnAnswer
  #turn = 0
  #sentAt = 0
  #received = ''
  #stopping = false

  /** `checks`: the answers depend on the session, and must be right. */
  constructor(
    port: number,
    { steps }: Workload,
    visitor: Visitor,
    checks: Checks | undefined,
    onAnswer: OnAnswer,
  ) {
    this.#steps = steps
    this.#visitor = visitor
    this.#checks = checks
    this.#onAnswer = onAnswer
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.ended = new Promise((resolve, reject) => {
      this.#socket.on('connect', () => this.#send())
      this.#socket.on('data', (chunk: string) => {
        try {
          this.#receive(chunk)
        } catch (error) {
          reject(error)
          this.#socket.destroy()
        }
      })
      this.#socket.on('error', reject)
      this.#socket.on('close', () =>
        this.#stopping ? resolve() : reject(new Error('The server closed a connection.')),
      )
    })
  }

  /** Ends the connection after the answer that is under way. */
  stop(): void {
    this.#stopping = true
  }

  #send(): void {
    const { path, withCookie } = this.#step
    const cookie = withCookie ? `Cookie: ${this.#visitor.cookie}\r\n` : ''
    this.#sentAt = performance.now()
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${cookie}\r\n`, 'latin1')
  }

  #receive(chunk: string): void {
    this.#received += chunk
    const response = parseResponse(this.#received)
    if (response === undefined) return
    const now = performance.now()
    this.#received = this.#received.slice(response.length)
    this.#onAnswer(now - this.#sentAt, now)
    this.#check(response)
    const { cookies } = response
    if (cookies.length > 0) this.#visitor.cookie = withCookies(this.#visitor.cookie, cookies)
    this.#turn++
    if (this.#stopping) this.#socket.end()
    else this.#send()
  }

  #check({ status, cookies, body }: Response): void {
    const step = this.#step
    if (status !== 200) throw new Error(`${step.path} was answered with ${status}: ${body}`)
    if (this.#checks === undefined) return
    const expected = step.body(this.#visitor)
    if (body !== expected) {
      throw new Error(`${step.path} was answered with '${body}' instead of '${expected}'.`)
    }
    const { setsCookie } = step
    const sets = typeof setsCookie === 'boolean' ? setsCookie : this.#checks.writeSetsCookie
    if (cookies.length > 0 !== sets) {
      throw new Error(`${step.path} was answered with the cookies '${cookies}'.`)
    }
  }

  get #step(): Step {
    const step = this.#steps[this.#turn % this.#steps.length]
    if (step === undefined) throw new RangeError('A workload has at least one step.')
    return step
  }
}
