import { type FloorSessions, floorLife, newKey } from './floor-sessions.ts'

/** A `Map`, unbounded. */
export function memoryFloor(): FloorSessions {
  const sessions = new Map<string, { readonly text: string; readonly end: number }>()
  return {
    read(key) {
      const found = sessions.get(key)
      return found !== undefined && found.end > Date.now() ? found.text : undefined
    },
    write(key = newKey(), text) {
      sessions.set(key, { text, end: Date.now() + floorLife })
      return key
    },
    delete: (key) => void sessions.delete(key),
    close: async () => sessions.clear(),
  }
}
