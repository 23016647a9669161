import { memoryBackend } from '@sojourn/backend-memory'
import { cachedBackend } from '@sojourn/core'
import { describeBackend } from '@sojourn/testkit'

describeBackend('memory, cached in memory', () => {
  const source = memoryBackend()
  const cache = memoryBackend({ maxEntries: 1_000_000 - 1 })
  const open = () => cachedBackend({ source, cache, prefix: 'shop' })
  return { backend: open(), reopen: open }
})
