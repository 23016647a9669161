import type { SessionBackend } from '@sojourn/core'
import type { PowerfulBackend } from './plain-backend.ts'

/**
 * A backend with one thing wrong that a real store has got wrong, and the subject where the suite
 * must notice. `make` gives the methods that replace those of a good backend.
 */
export type Mutant = [
  mistake: string,
  subject: string,
  make: (good: PowerfulBackend) => Partial<Record<keyof SessionBackend, unknown>>,
]

/** A good backend with some of its methods replaced. */
export function mutate(good: PowerfulBackend, make: Mutant[2]): SessionBackend {
  const wrong = new Map(Object.entries(make(good)))
  return new Proxy<SessionBackend>(good, {
    get(target, name) {
      if (typeof name === 'string' && wrong.has(name)) return wrong.get(name)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
