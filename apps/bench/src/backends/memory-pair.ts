import { memoryBackend } from '@sojourn/backend-memory'
import { idOf, life, newText, type Pair, text, verbsOf } from './verbs.ts'

/** A `Map` of text and end, and the memory backend. */
export function memoryPair(): Pair {
  const sessions = new Map<string, { text: string; end: number }>()
  const put =
    (text: string) =>
    (number: number): unknown =>
      sessions.set(idOf(number), { text, end: Date.now() + life })
  return {
    raw: {
      create: put(text),
      read: (number) => {
        const found = sessions.get(idOf(number))
        return found !== undefined && found.end > Date.now() ? found.text : undefined
      },
      update: put(newText),
      touch: (number) => {
        const found = sessions.get(idOf(number))
        if (found !== undefined) found.end = Date.now() + life
      },
      delete: (number) => sessions.delete(idOf(number)),
    },
    backend: verbsOf(memoryBackend({ allowInProduction: true })),
    close: async () => {},
  }
}
