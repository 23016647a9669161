import type { SessionBackend, TokenBackend, TokenCodec } from '@sojourn/core'
import { Gate } from './gate.ts'

/**
 * Where sessions live: on a server; in their tokens, with a record on a server; in their tokens alone.
 */
export type Kind = 'server' | 'listed' | 'token'

/**
 * What a test is about: data on a server; a record that tells whether a session lives; new tokens at
 * every write; or what nobody can do where there is no record.
 */
export type Need = 'server' | 'record' | 'new tokens' | 'no record'

const met: Readonly<Record<Kind, readonly Need[]>> = {
  server: ['server', 'record'],
  listed: ['record', 'new tokens'],
  token: ['new tokens', 'no record'],
}

/** A verb of a backend. */
export type Verb = 'create' | 'read' | 'update' | 'touch' | 'delete'

const verbs: ReadonlySet<unknown> = new Set<Verb>(['create', 'read', 'update', 'touch', 'delete'])
/** What sealing a token stands for, where sessions live in their tokens. */
const sealing: readonly Verb[] = ['create', 'update', 'touch']

/**
 * A backend whose verbs can be counted, made to fail, and held up. Without that it is the one inside.
 * Where sessions live in their tokens, opening one counts as `read`, and sealing one as `create`; what
 * holds or breaks `create`, `update` or `touch` holds or breaks the sealing.
 */
export class ControlledBackend {
  /** What `createSessions` is given. */
  readonly backend: SessionBackend | TokenBackend
  readonly kind: Kind
  readonly #failing = new Set<Verb>()
  readonly #held = new Map<Verb, Gate>()
  readonly #underWay = new Set<Promise<unknown>>()
  #calls: Verb[] = []

  constructor(inner: SessionBackend | TokenBackend) {
    this.kind = kindOf(inner)
    this.backend = 'codec' in inner ? this.#tokens(inner) : this.#server(inner, () => true)
  }

  /** Whether a test that has this need says something about this backend. */
  meets(need: Need | undefined): boolean {
    return need === undefined || met[this.kind].includes(need)
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

  /** How often the end of a session was moved. */
  get slides(): number {
    return this.count(this.kind === 'server' ? 'touch' : 'create')
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

  /** Resolves when no call is under way: the idle end is moved off the response's path. */
  async atRest(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  #server(inner: SessionBackend, counts: (verb: Verb) => boolean): SessionBackend {
    return new Proxy(inner, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          const call = (): unknown => Reflect.apply(value, target, args)
          if (!isVerb(key)) return call()
          if (counts(key)) this.#calls.push(key)
          return this.#controlled([key], call)
        }
      },
    })
  }

  #tokens(inner: TokenBackend): TokenBackend {
    const { revocation } = inner
    return {
      ...inner,
      // The sealing is counted, held and broken; of the list what has no counterpart there.
      revocation: revocation && this.#server(revocation, (verb) => verb === 'delete'),
      codec: (scope) => this.#codec(inner.codec(scope)),
    }
  }

  #codec(inner: TokenCodec): TokenCodec {
    return {
      isToken: (text) => inner.isToken(text),
      tokenLength: (bytes) => inner.tokenLength(bytes),
      seal: (plain) => {
        this.#calls.push('create')
        return this.#controlled(sealing, () => inner.seal(plain))
      },
      open: (token, now) => {
        this.#calls.push('read')
        return this.#controlled(['read'], () => inner.open(token, now))
      },
    }
  }

  #controlled<R>(of: readonly Verb[], call: () => R | Promise<R>): Promise<R> {
    const answer = this.#afterGates(of, call)
    this.#underWay.add(answer)
    const settled = (): boolean => this.#underWay.delete(answer)
    answer.then(settled, settled)
    return answer
  }

  async #afterGates<R>(of: readonly Verb[], call: () => R | Promise<R>): Promise<R> {
    for (const verb of of) {
      const gate = this.#held.get(verb)
      this.#held.delete(verb)
      await gate?.pass()
    }
    if (of.some((verb) => this.#failing.has(verb))) throw new Error(`ECONNREFUSED ${canary}`)
    return call()
  }
}

/** Part of every failure's message: never to be seen by a client. */
export const canary: string = 'secret-address-of-the-store'

function kindOf(backend: SessionBackend | TokenBackend): Kind {
  if (!('codec' in backend)) return 'server'
  return backend.revocation ? 'listed' : 'token'
}

function isVerb(key: unknown): key is Verb {
  return verbs.has(key)
}
