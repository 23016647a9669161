import type { DeepReadonly, KeyOf, ReadonlySession, SessionStore } from './types.ts'

/**
 * A view of a loaded session that can only be looked at, for places that cannot write, such as a
 * server component. Its values are frozen copies: changing one throws, and reaches nothing.
 */
export function readonlySession<T extends object>(session: SessionStore<T>): ReadonlySession<T> {
  return new View(session)
}

type Frozen<T> = DeepReadonly<T>

class View<T extends object> implements ReadonlySession<T> {
  readonly #session: SessionStore<T>
  readonly #values = new Map<string, unknown>()

  constructor(session: SessionStore<T>) {
    this.#session = session
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
    if (!this.#values.has(key)) {
      const value: unknown = this.#session.get(key as KeyOf<T>)
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
