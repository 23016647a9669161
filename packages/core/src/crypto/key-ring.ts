import { ConfigurationError } from '../errors.ts'
import { randomText } from '../tokens/random.ts'

/**
 * A key for sealing: text of at least 32 bytes, such as `generateSecret()` gives; or such a `secret` with
 * an `id` of its own, and a date, `retireAt`, from which it opens nothing any more (default: never).
 */
export type Secret =
  | string
  | { readonly id: string; readonly secret: string | undefined; readonly retireAt?: Date }

/** One secret or several, newest first. A missing one, as from an unset variable, is refused while building. */
export type Secrets = Secret | undefined | readonly (Secret | undefined)[]

/** One key of a ring. */
export interface Key {
  /** Said by what is sealed, so that no other key is tried. */
  readonly id: string
  /** What keys for single messages are derived from. A secret. */
  readonly master: Uint8Array
  /** In milliseconds; `Infinity` for no end. */
  readonly retireAt: number
}

/** Keys by id, and the newest, which seals. */
export interface KeyRing {
  /** The key that seals. */
  readonly newest: Key
  /** Tells rings with other keys apart, and tells nothing useful of the keys. */
  readonly fingerprint: string
  /** The key with this id, if it is not retired at `now`. Never a trial of one after the other (R100). */
  find(id: string, now: number): Key | undefined
}

const idShape = /^[A-Za-z0-9_-]{1,32}$/
const leastBytes = 32
const leastDifferent = 10
/** Of documentation and tutorials. Long enough that random text does not hold them. */
const sample =
  /change.?(?:me|this)|replace.?(?:me|this)|password|passphrase|example|secret.?key|(?:my|your|app|session|cookie|super|jwt|auth|very|top|test|dev).?secret|secret.?(?:here|value|string)|at.?least.?32|development|placeholder|insecure|keyboard.?cat|correct.?horse|iliketurtles|lorem.?ipsum|qwertyuiop|abcdefghijkl|1234567890|0123456789/i
/** Hex has four bits a digit: this many are 32 bytes. */
const leastHex = 64

/** 32 random bytes as text: a good secret. Keep it in the environment, not in the code. */
export function generateSecret(): string {
  return randomText(32)
}

/** Checks secrets, newest first, and gives them ids; `ConfigurationError` for weak and sample ones (R99). */
export function keyRing(secrets: Secrets): KeyRing {
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
  if (newest && newest.retireAt !== Infinity) {
    throw new ConfigurationError(
      'The newest secret seals, so it has no retireAt. Put a new secret before it first.',
    )
  }
  if (!newest) {
    throw new ConfigurationError(
      'secrets is empty. Write [newest, …older], each from generateSecret().',
    )
  }
  return {
    newest,
    fingerprint: [...keys.values()]
      .map(({ id, master, retireAt }) => `${id}/${shortId(String(master))}/${retireAt}`)
      .join(),
    find: (id, now) => {
      const key = keys.get(id)
      return key && now < key.retireAt ? key : undefined
    },
  }
}

function keyOf(secret: Secret | undefined, index: number): Key {
  const given = typeof secret === 'object' && secret !== null
  const text = given ? secret.secret : secret
  assertStrong(text, index)
  const id = given ? secret.id : shortId(text)
  if (typeof id !== 'string' || !idShape.test(id)) {
    throw new ConfigurationError('The id of a secret is 1 to 32 letters, digits, - or _.')
  }
  const retireAt = given && secret.retireAt ? secret.retireAt.getTime() : Infinity
  if (Number.isNaN(retireAt)) {
    throw new ConfigurationError(
      "retireAt is no valid Date. Write one, such as new Date('2030-01-31').",
    )
  }
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
  if (/^[0-9a-f]+$/i.test(text) && text.length < leastHex) {
    throw new ConfigurationError(`${where} is hex, and of fewer than 32 bytes. ${instead}`)
  }
  if (new Set(text).size < leastDifferent || sample.test(text) || isRepeated(text)) {
    throw new ConfigurationError(`${where} is easy to guess. ${instead}`)
  }
}

/** True if the text is a shorter one, again and again. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length++) {
    // What follows the first part begins like the whole.
    if (text.startsWith(text.slice(length))) return true
  }
  return false
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

function isList(secrets: Secrets): secrets is readonly (Secret | undefined)[] {
  return Array.isArray(secrets)
}
