/** A place where a test makes something wait. */
export class Gate {
  /** Resolves when someone waits at the gate. */
  readonly reached: Promise<void>
  readonly #opened: Promise<void>
  #reach: () => void = () => {}
  #open: () => void = () => {}

  constructor() {
    this.reached = new Promise((resolve) => {
      this.#reach = resolve
    })
    this.#opened = new Promise((resolve) => {
      this.#open = resolve
    })
  }

  /** Waits until the gate is open. */
  pass(): Promise<void> {
    this.#reach()
    return this.#opened
  }

  /** Lets everyone pass, now and later. */
  open(): void {
    this.#open()
  }
}

/** A gate that opens when so many wait at it. */
export class Meeting {
  readonly #gate = new Gate()
  #missing: number

  constructor(size: number) {
    this.#missing = size
  }

  /** Waits for the others. */
  attend(): Promise<void> {
    this.#missing--
    if (this.#missing === 0) this.#gate.open()
    return this.#gate.pass()
  }
}
