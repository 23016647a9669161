import { nextTick } from 'node:process'
import { setImmediate } from 'node:timers'
import { type Call, callbackOf, checkChunk, chunkLength, withoutCallback } from './call.ts'
import type { FirstByteHook, Replacement } from './first-byte-hook.ts'
import { guardHead, headersSentError } from './guard-head.ts'
import type { NodeResponse } from './node-response.ts'
import { PipedSources } from './piped-sources.ts'
import { cut, replaceHead } from './replace-head.ts'
import { finishAll, prepareAll, type Verdict } from './run-hooks.ts'
import { takeWriteHead } from './write-head.ts'

/**
 * Stands before the output methods of one response.
 *
 * - `open`: nothing was written. The first call runs the hooks.
 * - `held`: a hook has not answered. Calls are kept, in order.
 * - `passing`: calls go through.
 * - `refused`: another response was sent, or the connection was cut. Calls are swallowed.
 */
export class FirstByteGate {
  readonly #res: NodeResponse
  readonly #hooks: FirstByteHook[]
  readonly #original: Required<Pick<NodeResponse, Call['method']>>
  readonly #sources: PipedSources
  #state: 'open' | 'held' | 'passing' | 'refused' = 'open'
  readonly #queue: Call[] = []
  /** What completes the body, until the hooks have finished. */
  readonly #withheld: Call[] = []
  #headPassed = false
  /** No hook has anything left to do at the end of the body. */
  #finished: boolean
  #ending = false
  #owesDrain = false
  #drainScheduled = false
  #bodyLength = 0

  constructor(res: NodeResponse, hook: FirstByteHook) {
    this.#res = res
    this.#hooks = [hook]
    this.#finished = hook.finish === undefined
    this.#sources = new PipedSources(res)
    this.#original = {
      writeHead: res.writeHead,
      write: res.write,
      end: res.end,
      flushHeaders: res.flushHeaders ?? (() => undefined),
    }
    res.writeHead = (...args) => this.#writeHead(args)
    res.write = (...args) => this.#write(args)
    res.end = (...args) => this.#end(args)
    res.flushHeaders = () => this.#flushHeaders()
  }

  /** A byte, or the decision about it, may be on its way. */
  get hasBegun(): boolean {
    return this.#state !== 'open'
  }

  /** Only while the response has not begun. */
  add(hook: FirstByteHook): void {
    this.#hooks.push(hook)
    this.#finished &&= hook.finish === undefined
  }

  #writeHead(args: readonly unknown[]): unknown {
    if (this.#state === 'held') throw headersSentError(this.#res)
    if (this.#state !== 'open') return this.#forward({ method: 'writeHead', args })
    const { status, reason } = takeWriteHead(this.#res, args)
    return this.#begin({
      method: 'writeHead',
      args: reason === undefined ? [status] : [status, reason],
    })
  }

  #write(args: readonly unknown[]): boolean {
    const call: Call = { method: 'write', args }
    if (this.#state === 'passing') return this.#pass(call) !== false
    if (this.#state === 'refused') return this.#swallow(call)
    checkChunk(args)
    if (this.#state === 'open') return this.#begin(call) !== false
    this.#queue.push(call)
    this.#owesDrain = true
    return false
  }

  #end(args: readonly unknown[]): unknown {
    const call: Call = { method: 'end', args }
    if (this.#state === 'refused') {
      this.#swallow(call)
      return this.#res
    }
    if (this.#state === 'passing' && this.#finished) return this.#forward(call)
    checkChunk(args, true)
    if (this.#state !== 'held') return this.#begin(call)
    this.#ending = true
    this.#queue.push(call)
    return this.#res
  }

  #flushHeaders(): unknown {
    const call: Call = { method: 'flushHeaders', args: [] }
    if (this.#state === 'open') return this.#begin(call)
    if (this.#state === 'held') this.#queue.push(call)
    if (this.#state === 'passing') this.#forward(call)
    return undefined
  }

  /** The call that the hooks have to be asked about: the first one, or the end. */
  #begin(call: Call): unknown {
    this.#state = 'held'
    this.#ending = call.method === 'end'
    let verdict = this.#headPassed ? undefined : prepareAll(this.#hooks, this.#res.statusCode)
    if (verdict === undefined) verdict = this.#finish()
    if (verdict === undefined && this.#queue.length + this.#withheld.length === 0) {
      this.#letPass()
      return this.#pass(call)
    }
    // A hook may have written as well: that follows.
    this.#queue.unshift(...this.#withheld.splice(0), call)
    if (!(verdict instanceof Promise)) return this.#settle(verdict, call)

    void this.#hold(verdict)
    if (call.method !== 'write') return this.#res
    this.#owesDrain = true
    return false
  }

  #finish(): Verdict | Promise<Verdict> {
    if (!this.#ending || this.#finished) return undefined
    this.#finished = true
    return finishAll(this.#hooks)
  }

  async #hold(pending: Promise<Verdict>): Promise<void> {
    const release = guardHead(this.#res, () => this.#ending)
    let verdict = await pending
    // The end may have come meanwhile: its hooks still decide before anything has left.
    if (verdict === undefined && this.#ending) verdict = await this.#finish()
    try {
      release()
      this.#settle(verdict)
    } catch {
      // Node refused what it was given too late to tell the app, such as a wrong reason phrase.
      this.#refuse({ status: 500, headers: {} })
    }
  }

  #settle(verdict: Verdict, call?: Call): unknown {
    if (verdict === undefined) return this.#replay(call)
    this.#refuse(verdict)
    return call?.method === 'write' ? false : this.#res
  }

  #letPass(): void {
    this.#state = 'passing'
    this.#headPassed = true
  }

  #replay(first?: Call): unknown {
    this.#letPass()
    let answer: unknown
    let flowing = true
    for (let call = this.#queue.shift(); call !== undefined; call = this.#queue.shift()) {
      const result = this.#pass(call)
      if (call === first) answer = result
      if (call.method === 'write') flowing = result !== false
    }
    // Otherwise Node emits it, when its own buffer is empty.
    if (this.#owesDrain && flowing) nextTick(() => this.#res.emit('drain'))
    this.#owesDrain = false
    return answer
  }

  /**
   * The bytes that complete a `Content-Length` are the end of the body for the client: they wait for
   * `end` as long as a hook has to decide about it.
   */
  #pass(call: Call): unknown {
    if (call.method !== 'write' || this.#finished) return this.#forward(call)
    this.#bodyLength += chunkLength(call.args)
    if (!(this.#bodyLength >= Number(this.#res.getHeader('content-length') ?? Number.NaN))) {
      return this.#forward(call)
    }
    this.#withheld.push({ method: 'write', args: withoutCallback(call.args) })
    const callback = callbackOf(call.args)
    if (callback !== undefined) nextTick(callback)
    return true
  }

  #forward(call: Call): unknown {
    return Reflect.apply(this.#original[call.method], this.#res, call.args)
  }

  /** Sends the replacement, or cuts the connection where a part of the response has left. */
  #refuse(replacement: Replacement): void {
    this.#sources.refuse()
    try {
      if (this.#res.headersSent) cut(this.#res)
      else this.#replace(replacement)
    } catch {
      cut(this.#res)
    }
    this.#state = 'refused'
    for (const call of this.#queue.splice(0)) this.#swallow(call)
  }

  #replace(replacement: Replacement): void {
    const body = replaceHead(this.#res, replacement)
    // Node's own `end` comes back to `writeHead` and `write`.
    this.#state = 'passing'
    this.#finished = true
    this.#forward({ method: 'end', args: this.#res.req?.method === 'HEAD' ? [] : [body] })
  }

  /**
   * Takes a call as done, so that whoever writes comes to an end, and tells its callback that nothing
   * was sent. One write in each turn of the event loop: an endless source would starve the process.
   */
  #swallow(call: Call): false {
    const callback = callbackOf(call.args)
    if (callback !== undefined) nextTick(callback, replacedError())
    if (call.method === 'write' && !this.#drainScheduled) {
      this.#drainScheduled = true
      setImmediate(() => {
        this.#drainScheduled = false
        this.#res.emit('drain')
      })
    }
    return false
  }
}

function replacedError(): Error {
  const error = new Error('The response was replaced: its session could not be saved.')
  return Object.defineProperty(error, 'code', { value: 'ERR_STREAM_DESTROYED' })
}
