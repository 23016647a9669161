/** "No slot": what lies beyond either end of a chain. */
export const none = -1

/**
 * Doubly linked chains over slot numbers, eight bytes a slot. One array serves any number of
 * chains, as long as a slot is in at most one of them; who owns a chain keeps its ends.
 */
export class SlotLinks {
  #before: Int32Array = new Int32Array(0)
  #after: Int32Array = new Int32Array(0)

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    const before = new Int32Array(capacity)
    const after = new Int32Array(capacity)
    before.set(this.#before)
    after.set(this.#after)
    this.#before = before
    this.#after = after
  }

  /** The slot that precedes this one in its chain, or {@link none}. */
  before(slot: number): number {
    return this.#before[slot] ?? none
  }

  /** The slot that follows this one in its chain, or {@link none}. */
  after(slot: number): number {
    return this.#after[slot] ?? none
  }

  /** Puts a slot before the one that heads a chain. */
  prepend(slot: number, head: number): void {
    this.#before[slot] = none
    this.#after[slot] = head
    if (head !== none) this.#before[head] = slot
  }

  /** Takes a slot out and joins its neighbours. */
  unlink(slot: number): void {
    const before = this.before(slot)
    const after = this.after(slot)
    if (before !== none) this.#after[before] = after
    if (after !== none) this.#before[after] = before
  }
}
