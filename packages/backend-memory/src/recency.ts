import { none, SlotLinks } from './slot-links.ts'

/** The order in which slots were last used. */
export class Recency {
  readonly #links: SlotLinks = new SlotLinks()
  #newest: number = none
  #oldest: number = none

  /** The slot that was not used for longest, or {@link none}. */
  get oldest(): number {
    return this.#oldest
  }

  /** Makes room for slots below `capacity`. */
  grow(capacity: number): void {
    this.#links.grow(capacity)
  }

  /** Takes in a slot, as the one used last. */
  add(slot: number): void {
    this.#links.prepend(slot, this.#newest)
    if (this.#newest === none) this.#oldest = slot
    this.#newest = slot
  }

  /** Marks a slot as the one used last. */
  use(slot: number): void {
    if (slot === this.#newest) return
    this.remove(slot)
    this.add(slot)
  }

  /** Takes a slot out. */
  remove(slot: number): void {
    if (slot === this.#newest) this.#newest = this.#links.after(slot)
    if (slot === this.#oldest) this.#oldest = this.#links.before(slot)
    this.#links.unlink(slot)
  }

  /** Takes every slot out. */
  clear(): void {
    this.#newest = none
    this.#oldest = none
  }
}
