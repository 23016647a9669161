import { Buffer } from 'node:buffer'

/** A call of one of the output methods of a response. */
export interface Call {
  readonly method: 'writeHead' | 'write' | 'end' | 'flushHeaders'
  readonly args: readonly unknown[]
}

type Callback = (error?: Error) => void

/** The callback of a `write` or `end` call. */
export function callbackOf(args: readonly unknown[]): Callback | undefined {
  return args.find((arg) => isCallback(arg))
}

/** The arguments of the same call without its callback. */
export function withoutCallback(args: readonly unknown[]): readonly unknown[] {
  return args.filter((arg) => !isCallback(arg))
}

/** How many bytes a `write` call sends. */
export function chunkLength(args: readonly unknown[]): number {
  const [chunk, encoding] = args
  if (typeof chunk !== 'string') return chunk instanceof Uint8Array ? chunk.byteLength : 0
  const known = typeof encoding === 'string' && Buffer.isEncoding(encoding)
  return Buffer.byteLength(chunk, known ? encoding : 'utf8')
}

/**
 * Throws as Node does for a chunk that is neither text nor bytes: before anything is decided by a
 * call that cannot succeed, and while there is someone to tell. `end` needs no chunk.
 */
export function checkChunk(args: readonly unknown[], optional = false): void {
  const [chunk] = args
  if (typeof chunk === 'string' || chunk instanceof Uint8Array) return
  if (optional && (!chunk || isCallback(chunk))) return
  const error = new TypeError('The chunk must be of type string or an instance of Uint8Array.')
  const code = chunk === null ? 'ERR_STREAM_NULL_VALUES' : 'ERR_INVALID_ARG_TYPE'
  throw Object.defineProperty(error, 'code', { value: code })
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function'
}
