import type { SessionBackend, SessionRecord } from '@sojourn/core'

/** A backend that costs nothing: every read finds the first record that was stored, every write succeeds. */
export function fixedBackend(): SessionBackend {
  let first: SessionRecord | null = null
  return {
    name: 'fixed',
    create: async (record) => {
      first ??= record
      return true
    },
    read: async () => first,
    update: async () => 'updated',
    touch: async () => true,
    delete: async () => true,
    clear: async () => {},
    close: async () => {},
  }
}
