import { createSessions, type SessionBackend, type SessionRecord } from '@sojourn/core'
import { fixedBackend } from '../core-alone/fixed-backend.ts'
import type { Template } from '../growth/template.ts'
import type { HeldTexts } from './held-texts.ts'

/** One way to hold sessions in a process. */
export interface Way {
  put(texts: HeldTexts): unknown
  held(): number
}

/** The ways, by the names that a report has for them. */
export const ways = {
  memory: 'Sojourn’s memory backend, anonymous sessions',
  'memory-owned': 'Sojourn’s memory backend, each session signed in as somebody else',
  cache: 'Sojourn’s cache of a process, each session read twice',
  lru: 'lru-cache with `max`: id and text alone',
  'lru-bounded': 'lru-cache with `max`, `maxSize` and `ttl`: id and text alone',
  map: 'a `Map`: id and text alone',
} as const

/** Far above what is held: nothing is evicted. */
const huge = 2 ** 40
const day = 86_400_000

/** Makes the way of this name, for so many sessions. */
export async function wayOf(name: string, many: number, template: Template): Promise<Way> {
  switch (name) {
    case 'memory':
      return memory(false, many)
    case 'memory-owned':
      return memory(true, many)
    case 'cache':
      return cache(many, template)
    case 'lru':
      return lru({ max: many })
    case 'lru-bounded':
      return lru({
        max: many,
        maxSize: huge,
        sizeCalculation: (text: string) => text.length,
        ttl: day,
      })
    case 'map': {
      const map = new Map<string, string>()
      return { put: ({ id, payload }) => map.set(id, payload), held: () => map.size }
    }
  }
  throw new Error(`There is no way '${name}' to hold sessions.`)
}

async function memory(owned: boolean, many: number): Promise<Way> {
  const { memoryBackend } = await import('@sojourn/backend-memory')
  const backend = memoryBackend({ allowInProduction: true, maxEntries: many, maxBytes: huge })
  const end = Date.now() + day
  const call = { now: Date.now(), signal: new AbortController().signal }
  let held = 0
  return {
    put: async ({ owner, ...texts }) => {
      const record = { ...texts, owner: owned ? owner : null, expiresAt: end, endsAt: end + day }
      if (await backend.create(record, call)) held++
    },
    held: () => held,
  }
}

/** Before a backend that always has the session that is asked for, and says that nothing changes. */
async function cache(many: number, { record, secret }: Template): Promise<Way> {
  let asked: SessionRecord = record
  const backend: SessionBackend = {
    ...fixedBackend(),
    read: async () => asked,
    watch: async () => ({ alive: true, close: async () => {} }),
  }
  const limits = { maxEntries: many, maxBytes: huge, maxStaleness: '60s' } as const
  const sessions = createSessions({ backend, name: false, cache: limits })
  return {
    put: async ({ owner, ...texts }) => {
      asked = { ...record, ...texts }
      const token = `${texts.id}.${secret}`
      await sessions.open(token).load()
      await sessions.open(token).load()
    },
    held: () => sessions.connector.cache?.entries ?? 0,
  }
}

async function lru(
  options: ConstructorParameters<typeof import('lru-cache').LRUCache<string, string>>[0],
): Promise<Way> {
  const { LRUCache } = await import('lru-cache')
  const cache = new LRUCache<string, string>(options)
  return { put: ({ id, payload }) => cache.set(id, payload), held: () => cache.size }
}
