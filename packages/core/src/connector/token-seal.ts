import { CookieTooLargeError, SessionUnavailableError } from '../errors.ts'
import type { SessionEmitter } from '../events.ts'
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
  readonly #events: SessionEmitter

  /** `longest`: the characters of the longest token that can be sent. */
  constructor(codec: TokenCodec, longest: number, events: SessionEmitter) {
    this.#codec = codec
    this.#longest = longest
    this.#events = events
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
  async seal(session: TokenSession): Promise<string> {
    assertNoPrototypeKey(session.dataText)
    const bytes = encodeTokenSession(session)
    this.#assertRoom(bytes.length)
    try {
      return await this.#codec.seal(bytes)
    } catch (cause) {
      throw this.#unavailable('seal', cause)
    }
  }

  /** `null`: not sealed by us, for this. `'corrupt'`: sealed by us, and no session. */
  async open(token: string, now: number): Promise<TokenSession | 'corrupt' | null> {
    let bytes: Uint8Array | null
    try {
      bytes = await this.#codec.open(token, now)
    } catch (cause) {
      throw this.#unavailable('open', cause)
    }
    return bytes && (decodeTokenSession(bytes) ?? 'corrupt')
  }

  /** A codec has two answers; that it has none, as when its keys are elsewhere, is no verdict. */
  #unavailable(operation: string, cause: unknown): SessionUnavailableError {
    const error = new SessionUnavailableError(`The codec could not ${operation} a token.`, {
      cause,
    })
    this.#events.emit('unavailable', { operation, error })
    return error
  }

  #assertRoom(bytes: number): void {
    const length = this.#codec.tokenLength(bytes)
    if (length <= this.#longest) return
    throw new CookieTooLargeError(
      `The session would take ${length} characters of cookie; there is room for ${this.#longest}. Store less in it, allow more cookies (chunks), or use a server backend.`,
    )
  }
}
