import { CookieTooLargeError } from '../errors.ts'
import { assertNoPrototypeKey } from '../json/prototype-key.ts'
import {
  decodeTokenSession,
  encodeTokenSession,
  type Sealable,
  type TokenSession,
  tokenSessionLength,
} from '../record/token-session.ts'
import type { TokenCodec } from '../token-backend.ts'

/** Sessions into tokens and back, within the length that the cookies can hold. */
export class TokenSeal {
  readonly #codec: TokenCodec
  readonly #longest: number

  /** `longest`: the characters of the longest token that can be sent. */
  constructor(codec: TokenCodec, longest: number) {
    this.#codec = codec
    this.#longest = longest
  }

  isToken(text: string): boolean {
    return text.length <= this.#longest && this.#codec.isToken(text)
  }

  /**
   * Throws where a save of this session would: `CookieTooLargeError` if it would not fit (R103),
   * `SessionDataError` if it would not open again. For writes that come before the sealing.
   */
  assertSealable(session: Sealable, hasRecord: boolean): void {
    this.#assertRoom(tokenSessionLength(session, hasRecord))
    assertNoPrototypeKey(session.dataText)
  }

  /** The token of a session. Its size is checked before anything is sealed. */
  seal(session: TokenSession): string | Promise<string> {
    assertNoPrototypeKey(session.dataText)
    const bytes = encodeTokenSession(session)
    this.#assertRoom(bytes.length)
    return this.#codec.seal(bytes)
  }

  /** `null`: not sealed by us, for this. `'corrupt'`: sealed by us, and no session. */
  async open(token: string, now: number): Promise<TokenSession | 'corrupt' | null> {
    const opened = this.#codec.open(token, now)
    const bytes = opened instanceof Promise ? await opened : opened
    return bytes && (decodeTokenSession(bytes) ?? 'corrupt')
  }

  #assertRoom(bytes: number): void {
    const length = this.#codec.tokenLength(bytes)
    if (length <= this.#longest) return
    throw new CookieTooLargeError(
      `The session would take ${length} characters of cookie; there is room for ${this.#longest}. Store less in it, allow more cookies (chunks), or use a server backend.`,
    )
  }
}
