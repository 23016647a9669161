/** Holds requests until all that are to meet are there. */
export class Gate {
  #held: (() => void)[] = []

  get waiting(): number {
    return this.#held.length
  }

  wait(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve))
  }

  /** Lets everyone go on; tells how many they were. */
  open(): number {
    const held = this.#held
    this.#held = []
    for (const go of held) go()
    return held.length
  }
}
