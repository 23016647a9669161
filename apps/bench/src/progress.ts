/** Tells how far a run is: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #stream: NodeJS.WriteStream
  readonly #started = performance.now()
  #part = ''
  #total = 1
  #partStarted = 0
  #done = 0
  #toldAt = 0

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
  }

  /** A part begins, which has so many steps. */
  begin(part: string, total: number): void {
    this.#part = part
    this.#total = total
    this.#done = 0
    this.#partStarted = performance.now()
  }

  /** A step begins. */
  step(what: string): void {
    const share = this.#done++ / this.#total
    const elapsed = performance.now() - this.#partStarted
    const left = this.#done > 3 ? `, ${minutes((elapsed / share) * (1 - share))} left` : ''
    const line = `${this.elapsed}  ${this.#part} ${Math.floor(share * 100)} %${left}: ${what}`
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\u001b[K${line.slice(0, this.#stream.columns - 1)}`)
    } else if (performance.now() - this.#toldAt >= 10_000 || this.#done === 1) {
      this.#toldAt = performance.now()
      this.#stream.write(`${line}\n`)
    }
  }

  /** So far, as `4:59`. */
  get elapsed(): string {
    return minutes(performance.now() - this.#started)
  }

  /** Leaves an empty line to whoever writes next. */
  end(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[K')
  }
}

function minutes(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
