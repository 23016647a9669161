/** What Redis answers: an error only inside of a list. */
export type RedisReply = string | number | null | Error | RedisReply[]

/** Reads one reply (RESP2) at `start`, or `undefined` if not all of it is there yet. */
export function readReply(
  data: Buffer,
  start: number,
): { reply: RedisReply; end: number } | undefined {
  const lineEnd = data.indexOf('\r\n', start)
  if (lineEnd === -1) return undefined
  const kind = data.toString('latin1', start, start + 1)
  const line = data.toString('utf8', start + 1, lineEnd)
  const end = lineEnd + 2
  switch (kind) {
    case '+':
      return { reply: line, end }
    case '-':
      return { reply: new Error(line), end }
    case ':':
      return { reply: Number(line), end }
    case '$':
      return readText(data, Number(line), end)
    case '*':
      return readList(data, Number(line), end)
    default:
      throw new Error(`Not a reply of Redis: ${kind}${line}`)
  }
}

function readText(
  data: Buffer,
  length: number,
  start: number,
): { reply: RedisReply; end: number } | undefined {
  if (length < 0) return { reply: null, end: start }
  if (data.length < start + length + 2) return undefined
  return { reply: data.toString('utf8', start, start + length), end: start + length + 2 }
}

function readList(
  data: Buffer,
  length: number,
  start: number,
): { reply: RedisReply; end: number } | undefined {
  if (length < 0) return { reply: null, end: start }
  const list: RedisReply[] = []
  let end = start
  while (list.length < length) {
    const read = readReply(data, end)
    if (read === undefined) return undefined
    list.push(read.reply)
    end = read.end
  }
  return { reply: list, end }
}
