import { type FloorStore, floorLife } from './floor-store.ts'

/** A `Map`, unbounded. */
export function memoryStore(): FloorStore {
  const sessions = new Map<string, { readonly text: string; readonly end: number }>()
  return {
    get(id) {
      const found = sessions.get(id)
      return found !== undefined && found.end > Date.now() ? found.text : undefined
    },
    set: (id, text) => void sessions.set(id, { text, end: Date.now() + floorLife }),
    delete: (id) => void sessions.delete(id),
    close: () => sessions.clear(),
  }
}
