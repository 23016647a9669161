import type { Lifecycle } from '../session/lifecycle.ts'
import type { LazySession } from '../session/types.ts'
import { randomText } from '../tokens/random.ts'
import { equalHashes, type HashSecret } from '../tokens/secret-hash.ts'
import { bindingForToken, bindingsToAccept } from './binding.ts'

const shape = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

/**
 * Tokens against cross-site request forgery, for forms: 16 random bytes and a hash over them and
 * something that only this visitor's browser and the server know. For a user that is the secret in
 * force since the last sign-in, so that a token dies with a sign-in, `cycleKey` or the end, and
 * survives a renewal. For anyone else it is a cookie of its own, without a record, so that a token
 * survives the first write of a visitor, and dies at the sign-in.
 */
export class Csrf<T extends object> {
  readonly #hash: HashSecret
  readonly #lifeOf: (session: LazySession<T>) => Lifecycle

  constructor(hash: HashSecret, lifeOf: (session: LazySession<T>) => Lifecycle) {
    this.#hash = hash
    this.#lifeOf = lifeOf
  }

  /** A token for a hidden field or a header of this visitor's next request. Loads the session. */
  async token(session: LazySession<T>): Promise<string> {
    await session.load()
    const binding = bindingForToken(this.#lifeOf(session))
    const random = randomText(16)
    return `${random}.${await this.#mac(binding, random)}`
  }

  /** Whether `value` is a token of this visitor. Anything at all can be passed in. Loads the session. */
  async verify(session: LazySession<T>, value: unknown): Promise<boolean> {
    const [, random, mac] = (typeof value === 'string' && shape.exec(value)) || []
    await session.load()
    const bindings = bindingsToAccept(this.#lifeOf(session))
    if (random === undefined || mac === undefined) return false
    for (const binding of bindings) {
      if (equalHashes(await this.#mac(binding, random), mac)) return true
    }
    return false
  }

  #mac(binding: string, random: string): string | Promise<string> {
    return this.#hash(`csrf/${binding}/${random}`)
  }
}
