const tab = '\t'.charCodeAt(0)
const zero = '0'.charCodeAt(0)
/** JSON of a text without escapes. */
const plain = /^"[^"\\]*"$/

/** Reads the fields between the tabs of a line, one after the other. Past the last one all are empty. */
export class Fields {
  /** False once a field was not what was asked for. */
  sound = true
  readonly #text: string
  readonly #end: number
  #at: number

  /** The line is what `text` holds from `start` to `end`. */
  constructor(text: string, start: number, end: number) {
    this.#text = text
    this.#at = start
    this.#end = end
  }

  get ended(): boolean {
    return this.#at >= this.#end
  }

  /** A text that has no tabs; `null`: empty. */
  word(): string | null {
    if (this.ended) return null
    const start = this.#at
    const found = this.#text.indexOf('\t', start)
    const end = found < 0 || found > this.#end ? this.#end : found
    this.#at = end + 1
    return end === start ? null : this.#text.slice(start, end)
  }

  /** A text as JSON; `null`: empty. */
  quoted(): string | null {
    const word = this.word()
    if (word === null) return null
    // Few hold an escape, and the others need no parser.
    if (plain.test(word)) return word.slice(1, -1)
    const text = parsed(word)
    return typeof text === 'string' ? text : this.#check(false, null)
  }

  /** A whole number of digits; `null`: empty. */
  count(): number | null {
    const start = this.#at
    let at = start
    let value = 0
    for (; at < this.#end; at++) {
      const unit = this.#text.charCodeAt(at)
      if (unit === tab) break
      const digit = unit - zero
      if (digit < 0 || digit > 9) this.sound = false
      value = value * 10 + digit
    }
    this.#at = at + 1
    return at <= start ? null : this.#check(value <= Number.MAX_SAFE_INTEGER, value)
  }

  #check<V>(isSound: boolean, value: V): V {
    if (!isSound) this.sound = false
    return value
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
