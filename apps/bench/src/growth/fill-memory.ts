import { memoryBackend } from '@sojourn/backend-memory'
import type { FilledStore } from './filled-store.ts'
import { copyId, templateOn } from './template.ts'

/** The memory backend. */
export async function filledMemory(): Promise<FilledStore> {
  const backend = memoryBackend({
    allowInProduction: true,
    maxEntries: 2_000_000,
    maxBytes: 2 ** 40,
  })
  const template = await templateOn(backend)
  return {
    ...template,
    width: 1,
    fill: async (from, to) => {
      const call = { now: Date.now(), signal: new AbortController().signal }
      for (let i = from; i < to; i++) {
        await backend.create({ ...template.record, id: copyId(template, i) }, call)
      }
    },
    close: () => template.sessions.close(),
  }
}
