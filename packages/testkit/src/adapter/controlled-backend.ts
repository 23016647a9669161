import type { SessionBackend } from '@sojourn/core'
import { Gate } from './gate.ts'

/** A verb of a backend. */
export type Verb = 'create' | 'read' | 'update' | 'touch' | 'delete'

const verbs: ReadonlySet<unknown> = new Set<Verb>(['create', 'read', 'update', 'touch', 'delete'])

/** A backend whose verbs can be counted, made to fail, and held up. Without that it is the one inside. */
export class ControlledBackend {
  /** What `createSessions` is given. */
  readonly backend: SessionBackend
  readonly #failing = new Set<Verb>()
  readonly #held = new Map<Verb, Gate>()
  #calls: Verb[] = []

  constructor(inner: SessionBackend) {
    this.backend = new Proxy(inner, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          const call = (): unknown => Reflect.apply(value, target, args)
          return isVerb(key) ? this.#controlled(key, call) : call()
        }
      },
    })
  }

  /** The verbs called since the last `forget`, in order. */
  get calls(): readonly Verb[] {
    return this.#calls
  }

  /** Begins counting anew. */
  forget(): void {
    this.#calls = []
  }

  /** How many records were created or deleted. */
  count(verb: Verb): number {
    return this.#calls.filter((each) => each === verb).length
  }

  /** Lets these verbs fail, as a store that is down does, until `mend`. */
  break(...failing: readonly Verb[]): void {
    for (const verb of failing) this.#failing.add(verb)
  }

  mend(): void {
    this.#failing.clear()
  }

  /** Holds the next call of a verb before it reaches the store. */
  hold(verb: Verb): Gate {
    const gate = new Gate()
    this.#held.set(verb, gate)
    return gate
  }

  async #controlled(verb: Verb, call: () => unknown): Promise<unknown> {
    this.#calls.push(verb)
    const gate = this.#held.get(verb)
    this.#held.delete(verb)
    await gate?.pass()
    if (this.#failing.has(verb)) throw new Error(`ECONNREFUSED ${canary}`)
    return call()
  }
}

/** Part of every failure's message: never to be seen by a client. */
export const canary: string = 'secret-address-of-the-store'

function isVerb(key: unknown): key is Verb {
  return verbs.has(key)
}
