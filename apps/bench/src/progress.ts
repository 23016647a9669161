/** Tells how far a run is: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #stream: NodeJS.WriteStream
  readonly #total: number
  readonly #started = performance.now()
  #done = 0
  #toldAt = 0

  /** `total`: how many steps there are. */
  constructor(total: number, stream: NodeJS.WriteStream = process.stderr) {
    this.#total = total
    this.#stream = stream
  }

  /** A step begins. */
  step(what: string): void {
    const share = this.#done++ / this.#total
    const elapsed = performance.now() - this.#started
    const left = this.#done > 5 ? `, ${minutes((elapsed / share) * (1 - share))} left` : ''
    const line = `${String(Math.floor(share * 100)).padStart(3)} %${left}  ${what}`
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\u001b[K${line.slice(0, this.#stream.columns - 1)}`)
    } else if (elapsed - this.#toldAt >= 10_000 || this.#done === 1) {
      this.#toldAt = elapsed
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
