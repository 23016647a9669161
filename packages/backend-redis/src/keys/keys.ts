import { createHash, randomBytes } from 'node:crypto'
import { ownerLine } from '../record/record-text.ts'
import { tagIndexOf, tagOf, tags } from './tags.ts'

const idForm = /^[\w-]{22}$/
const recordForm = /^\{[0-9a-z]+\}([\w-]{22})$/
const ownerForm = /^owner:\{[0-9a-f]{40}\}$/
const lockForm = /^lock:\{[0-9a-f]{40}\}$/

/** What a key of ours is for. */
export type KeyKind = 'record' | 'owner' | 'lock'

/**
 * The names of everything that we keep. A prefix has no brace, so that no key of one prefix can be
 * taken for a key of another.
 */
export class Keys {
  /** What every key and channel begins with. */
  readonly start: string
  /** What SCAN looks for: the start as it is, then anything. */
  readonly pattern: string
  /** Where changes are published on a single server. */
  readonly changes: string
  /** What the key of an owner's index begins with, up to the hash of the owner. */
  readonly ownerStart: string
  /** The keys of records up to the id, by tag: every read needs one. */
  readonly #recordStarts: readonly string[]
  /** What no other process has: it makes the names of this one's own channels. */
  readonly #mark = randomBytes(12).toString('hex')

  constructor(prefix: string) {
    this.start = `${prefix}:`
    this.pattern = `${this.start.replace(/[\\*?[\]]/g, '\\$&')}*`
    this.changes = `${this.start}changes`
    this.ownerStart = `${this.start}owner:{`
    this.#recordStarts = tags().map((tag) => `${this.start}{${tag}}`)
  }

  /** True for what is an id by its form. Nothing else becomes part of a key. */
  isId(id: string): boolean {
    return idForm.test(id)
  }

  /** A record as the index of its owner names it: its key without the start. */
  member(id: string): string {
    return `{${tagOf(id)}}${id}`
  }

  /** The key of a record. */
  record(id: string): string {
    return this.#recordStarts[tagIndexOf(id)] + id
  }

  /** The key of the index of an owner's sessions. Hashed: owners are any text, and often addresses. */
  owner(owner: string): string {
    return this.ownerOfLine(ownerLine(owner))
  }

  /** The same, by the owner as it stands in a record. */
  ownerOfLine(line: string): string {
    return `${this.ownerStart}${hashOf(line)}}`
  }

  /** The key of the lock over an owner's places, in the slot of the index. */
  lock(owner: string): string {
    return `${this.start}lock:{${hashOf(ownerLine(owner))}}`
  }

  /** The channel of a tag's changes on a cluster, in the slot of its records. */
  shard(tag: string): string {
    return `${this.start}{${tag}}changes`
  }

  /** A channel that only this process listens to; on a cluster one for each tag. */
  own(tag: string | null): string {
    return `${this.start}${tag === null ? '' : `{${tag}}`}own:${this.#mark}`
  }

  /** The id in a member of an index, or `undefined` where it is none. */
  idOf(member: string): string | undefined {
    const id = recordForm.exec(member)?.[1]
    return id !== undefined && this.member(id) === member ? id : undefined
  }

  /** What a key that SCAN found is for; `undefined` if it is none of ours. */
  kindOf(key: string): KeyKind | undefined {
    if (!key.startsWith(this.start)) return undefined
    const rest = key.slice(this.start.length)
    if (this.idOf(rest) !== undefined) return 'record'
    if (ownerForm.test(rest)) return 'owner'
    return lockForm.test(rest) ? 'lock' : undefined
  }
}

// The scripts hash the same line, to find the index of the owner that a record had.
function hashOf(line: string): string {
  return createHash('sha1').update(line).digest('hex')
}
