import { Buffer } from 'node:buffer'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createSessions, type SessionBackend, type SessionRecord } from '@sojourn/core'
import { expect, it } from 'vitest'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

interface Data {
  text: string
}

/** A store that has a session under every id, each like the first that was stored, in texts of its own. */
class EveryId {
  readonly backend: SessionBackend
  #first: SessionRecord | null = null
  #count = 0

  constructor() {
    this.backend = {
      name: 'every-id',
      create: async (record) => {
        this.#first = record
        return true
      },
      // The id as it came: cut out of the request's header, which must not be kept for it.
      read: async (id) => this.#recordOf(id),
      update: async () => 'updated',
      touch: async () => true,
      delete: async () => true,
      clear: async () => {},
      close: async () => {},
      watch: async () => ({ alive: true, close: async () => {} }),
    }
  }

  #recordOf(id: string): SessionRecord | null {
    if (!this.#first) return null
    const payload = Buffer.from(this.#first.payload, 'utf16le').toString('utf16le')
    return { ...this.#first, id, revision: `revision-${this.#count++}`, payload }
  }
}

function heapUsed(): number {
  for (let i = 0; i < 3; i++) collectGarbage()
  return process.memoryUsage().heapUsed
}

it.each([
  ['300 characters', 'x'.repeat(300), 400_000],
  ['3,000 characters', 'x'.repeat(3000), 300_000],
  ['300 characters beyond Latin-1', 'ж'.repeat(300), 300_000],
])(
  'R59a a million distinct sessions in all, these of %s: never more memory than the bound',
  async (_size, text, count) => {
    const maxBytes = 16 * 1024 * 1024
    const cache = { maxBytes, maxEntries: 1_000_000, maxStaleness: 60 }
    const { backend } = new EveryId()
    const sessions = createSessions<Data>({ backend, name: false, cache })
    const session = await sessions.open().load()
    session.set('text', text)
    await session.create()
    const secret = session.sessionKey?.slice(23) ?? ''
    await sessions.connector.clearAllSessions()
    const before = heapUsed()
    let most = 0
    for (let i = 0; i < count; i++) {
      const id = `${i.toString(36).padStart(21, '-')}A`
      const header = `${'padding=1; '.repeat(300)}__Host-sid=${id}.${secret}`
      const token = Buffer.from(header, 'latin1').toString('latin1').slice(-66)
      expect((await sessions.open(token).load({ touch: false })).size).toBe(1)
      if (i % (count / 10) === count / 20) most = Math.max(most, heapUsed() - before)
    }
    const { entries, bytes, hits } = sessions.connector.cache ?? { entries: 0, bytes: 0, hits: 0 }
    const estimated = Math.round(bytes / entries)
    const measured = Math.round(most / entries)
    console.log(
      `${entries} entries: estimated ${estimated} B each, measured ${measured} B; ${(most / 2 ** 20).toFixed(1)} MiB of ${maxBytes / 2 ** 20}`,
    )
    expect(hits).toBe(0)
    expect(bytes).toBeLessThanOrEqual(maxBytes)
    expect(bytes).toBeGreaterThan(maxBytes * 0.9)
    // The tables of lru-cache for its most entries are there from the beginning.
    expect(most).toBeLessThan(maxBytes)
    await sessions.close()
  },
  280_000,
)
