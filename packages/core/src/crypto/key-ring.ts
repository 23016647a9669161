import { ConfigurationError } from '../errors.ts'
import { randomText } from '../tokens/random.ts'

/**
 * A key for sealing: text of at least 32 bytes, such as `generateSecret()` gives; or the same with an
 * id of its own and a date from which it opens nothing any more.
 */
export type Secret =
  | string
  | { readonly id: string; readonly secret: string; readonly retireAt?: Date }

/** One key of a ring. */
export interface Key {
  readonly id: string
  readonly master: Uint8Array
  /** In milliseconds; `Infinity` for no end. */
  readonly retireAt: number
}

/** Keys by id, and the newest, which seals. */
export interface KeyRing {
  readonly newest: Key
  /** The key with this id, if it is not retired at `now`. Never a trial of one after the other (R100). */
  find(id: string, now: number): Key | undefined
}

const idShape = /^[A-Za-z0-9_-]{1,32}$/
const leastBytes = 32
const leastDifferent = 10
const sample =
  /change.?me|password|example|secret.?key|my.?secret|at.?least.?32|your.?secret|12345678901234567890/i

/** 32 random bytes as text: a good secret. Keep it in the environment, not in the code. */
export function generateSecret(): string {
  return randomText(32)
}

/** Checks secrets, newest first, and gives them ids; `ConfigurationError` for weak and sample ones (R99). */
export function keyRing(secrets: Secret | readonly Secret[]): KeyRing {
  const list = isList(secrets) ? secrets : [secrets]
  const keys = new Map<string, Key>()
  for (const [index, secret] of list.entries()) {
    const key = keyOf(secret, index)
    if (keys.has(key.id)) {
      throw new ConfigurationError(
        `Two secrets have the id '${key.id}'. Give each an id of its own.`,
      )
    }
    keys.set(key.id, key)
  }
  const [newest] = keys.values()
  if (!newest) {
    throw new ConfigurationError(
      'secrets is empty. Write [newest, …older], each from generateSecret().',
    )
  }
  return {
    newest,
    find: (id, now) => {
      const key = keys.get(id)
      return key && now < key.retireAt ? key : undefined
    },
  }
}

function keyOf(secret: Secret, index: number): Key {
  const given = typeof secret === 'object' && secret !== null
  const text = given ? secret.secret : secret
  assertStrong(text, index)
  const id = given ? secret.id : shortId(text)
  if (typeof id !== 'string' || !idShape.test(id)) {
    throw new ConfigurationError('The id of a secret is 1 to 32 letters, digits, - or _.')
  }
  const retireAt = given && secret.retireAt ? secret.retireAt.getTime() : Infinity
  if (Number.isNaN(retireAt)) throw new ConfigurationError('retireAt is no valid Date.')
  return { id, master: new TextEncoder().encode(text), retireAt }
}

function assertStrong(text: unknown, index: number): asserts text is string {
  const where = index === 0 ? 'The newest secret' : `Secret ${index + 1}`
  const instead = 'Write one from generateSecret(), kept in the environment.'
  if (typeof text !== 'string' || text === '') {
    throw new ConfigurationError(`${where} is missing. ${instead}`)
  }
  if (new TextEncoder().encode(text).length < leastBytes) {
    throw new ConfigurationError(`${where} is shorter than 32 bytes. ${instead}`)
  }
  if (new Set(text).size < leastDifferent || sample.test(text)) {
    throw new ConfigurationError(`${where} is easy to guess. ${instead}`)
  }
}

/**
 * An id that is the same in every process and tells nothing useful of the secret: 24 bits of FNV-1a.
 * Only a name; two secrets of one ring that share it are refused above.
 */
function shortId(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return ((hash >>> 8) & 0xffffff).toString(36).padStart(5, '0')
}

function isList(secrets: Secret | readonly Secret[]): secrets is readonly Secret[] {
  return Array.isArray(secrets)
}
