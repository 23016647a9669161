import type { NodeResponse } from './node-response.ts'

/** The arguments of a `writeHead` call, apart from the headers. */
export interface StatusLine {
  readonly status: number
  readonly reason: string | undefined
}

/**
 * Reads the arguments of `res.writeHead(status, reason?, headers?)` and puts its headers where those
 * of `setHeader` are, so that everyone sees them all. As in Node, they replace what was set before,
 * may be an object, a flat list or a list of pairs, and in a list may name a header several times.
 * Throws what Node throws for a wrong status or header.
 */
export function takeWriteHead(res: NodeResponse, args: readonly unknown[]): StatusLine {
  const [code, second, third] = args
  const status = Math.trunc(Number(code))
  if (!(status >= 100 && status <= 999)) throw invalidStatus(code)

  const reason = typeof second === 'string' ? second : undefined
  const headers = reason === undefined ? (third ?? second) : third
  for (const [name, value] of merged(pairsOf(headers))) res.setHeader(name, value)
  res.statusCode = status
  return { status, reason }
}

function pairsOf(headers: unknown): readonly (readonly [string, unknown])[] {
  if (typeof headers !== 'object' || headers === null) return []
  if (!Array.isArray(headers)) return Object.entries(headers)

  const list: readonly unknown[] = headers
  if (Array.isArray(list[0])) {
    return list.map((pair) => (Array.isArray(pair) ? [String(pair[0]), pair[1]] : wrongList()))
  }
  if (list.length % 2 !== 0) return wrongList()
  const pairs: [string, unknown][] = []
  for (let at = 0; at < list.length; at += 2) pairs.push([String(list[at]), list[at + 1]])
  return pairs
}

/** One entry for each name, under its first spelling, with all values of its duplicates. */
function merged(
  pairs: readonly (readonly [string, unknown])[],
): Iterable<readonly [string, unknown]> {
  const byName = new Map<string, readonly [string, unknown]>()
  for (const [name, value] of pairs) {
    // Node skips these as well.
    if (name === '') continue
    const key = name.toLowerCase()
    const before = byName.get(key)
    byName.set(key, before === undefined ? [name, value] : [before[0], [before[1], value].flat()])
  }
  return byName.values()
}

function wrongList(): never {
  const error = new TypeError('The list of headers must hold names and values by turns.')
  throw Object.defineProperty(error, 'code', { value: 'ERR_INVALID_ARG_VALUE' })
}

function invalidStatus(code: unknown): RangeError {
  const error = new RangeError(`Invalid status code: ${String(code)}`)
  return Object.defineProperty(error, 'code', { value: 'ERR_HTTP_INVALID_STATUS_CODE' })
}
