// An entry as the packages have them, some of it without words.

/** With words. */
export interface Options {
  /** With words. */
  readonly first?: string
  readonly second?: string
  readonly inner?: { readonly third: number }
}

/** Names `fourth`, and not the other. */
export function described(options: { readonly fourth: string; readonly fifth: string }): void {
  void options
}

export function undescribed(): void {}

/**
 * As another library has it.
 *
 * @foreign
 */
export interface Client {
  query(): void
}

/** With words. */
export class Root {
  /** With words. */
  inherited(): void {}
}

/** With words. */
export class Leaf extends Root {
  own(): void {}
}
