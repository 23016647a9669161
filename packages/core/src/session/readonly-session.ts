import { SessionReadOnlyError } from '../errors.ts'
import type { DeepReadonly, KeyOf, ReadonlySession, SessionStore } from './types.ts'

/** How a read-only view behaves where it is used wrongly. */
export interface ReadonlyOptions {
  /** Where to write instead: what the error says to whoever calls `set` all the same. */
  readonly advice?: string
  /** Called before every look, for places where none is allowed: it throws there. */
  readonly beforeRead?: () => void
}

/**
 * A view of a loaded session that can only be looked at, for places that cannot write, such as a
 * server component. Its values are frozen copies: changing one throws, and reaches nothing. Its type
 * has no writes; called all the same, they throw `SessionReadOnlyError`.
 */
export function readonlySession<T extends object>(
  session: SessionStore<T>,
  options: ReadonlyOptions = {},
): ReadonlySession<T> {
  return new View(session, options)
}

type Frozen<T> = DeepReadonly<T>

const writes: readonly (keyof SessionStore<object>)[] = [
  'set',
  'delete',
  'update',
  'clear',
  'change',
  'flash',
  'takeFlash',
  'pop',
  'popItem',
  'setDefault',
  'setExpiry',
  'assignNewSessionKey',
  'save',
  'create',
  'authenticate',
  'revokeOthers',
  'signOut',
  'flush',
  'destroy',
  'cycleKey',
]

class View<T extends object> implements ReadonlySession<T> {
  readonly #store: SessionStore<T>
  readonly #options: ReadonlyOptions
  readonly #values = new Map<string, unknown>()

  static {
    for (const name of writes) {
      const refuse = function (this: View<object>): never {
        const { advice = 'Write where the session itself is at hand.' } = this.#options
        throw new SessionReadOnlyError(
          `session.${name}() was called where the session can only be read. ${advice}`,
        )
      }
      Object.defineProperty(View.prototype, name, { value: refuse })
    }
  }

  constructor(session: SessionStore<T>, options: ReadonlyOptions) {
    this.#store = session
    this.#options = options
    // `session.user = 1` must not look as if it were kept.
    Object.preventExtensions(this)
  }

  get #session(): SessionStore<T> {
    this.#options.beforeRead?.()
    return this.#store
  }

  get<K extends KeyOf<Frozen<T>>>(key: K): Frozen<T>[K] | undefined
  get<K extends KeyOf<Frozen<T>>>(
    key: K,
    otherwise: Exclude<Frozen<T>[K], undefined>,
  ): Exclude<Frozen<T>[K], undefined>
  get<K extends KeyOf<Frozen<T>>, D>(key: K, otherwise: D): Exclude<Frozen<T>[K], undefined> | D
  get(key: string, otherwise?: unknown): unknown {
    const value = this.#value(key)
    return value === undefined ? otherwise : value
  }

  has(key: KeyOf<Frozen<T>>): boolean {
    return this.#session.has(key as KeyOf<T>)
  }

  keys(): KeyOf<Frozen<T>>[] {
    return this.#session.keys() as KeyOf<Frozen<T>>[]
  }

  values(): Frozen<T>[KeyOf<Frozen<T>>][] {
    return this.entries().map(([, value]) => value)
  }

  entries(): [KeyOf<Frozen<T>>, Frozen<T>[KeyOf<Frozen<T>>]][] {
    type Entry = [KeyOf<Frozen<T>>, Frozen<T>[KeyOf<Frozen<T>>]]
    return this.keys().map((key) => [key, this.#value(key)] as Entry)
  }

  toObject(): Partial<Frozen<T>> {
    return Object.freeze(Object.fromEntries<unknown>(this.entries())) as Partial<Frozen<T>>
  }

  get size(): number {
    return this.#session.size
  }

  get id(): string | null {
    return this.#session.id
  }

  get userId(): string | null {
    return this.#session.userId
  }

  get createdAt(): Date | null {
    return this.#session.createdAt
  }

  get authenticatedAt(): Date | null {
    return this.#session.authenticatedAt
  }

  get authLevel(): string | null {
    return this.#session.authLevel
  }

  get isNew(): boolean {
    return this.#session.isNew
  }

  get isEmpty(): boolean {
    return this.#session.isEmpty
  }

  get isExpired(): boolean {
    return this.#session.isExpired
  }

  get expiresAtBrowserClose(): boolean {
    return this.#session.expiresAtBrowserClose
  }

  getExpiryAge(): number {
    return this.#session.getExpiryAge()
  }

  getExpiryDate(): Date {
    return this.#session.getExpiryDate()
  }

  #value(key: string): unknown {
    const session = this.#session
    if (!this.#values.has(key)) {
      const value: unknown = session.get(key as KeyOf<T>)
      this.#values.set(key, freeze(structuredClone(value)))
    }
    return this.#values.get(key)
  }
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const child of Object.values(value)) freeze(child)
  return Object.freeze(value)
}
