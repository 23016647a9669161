import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dbBackend, sqlite } from '@sojourn/backend-db'
import { memoryBackend } from '@sojourn/backend-memory'
import { cachedBackend, type SessionBackend } from '@sojourn/core'
import { describeBackend } from '@sojourn/testkit'
import { describe } from 'vitest'
import { cacheDeadline, conditions, inCondition, loudly, loudTests } from './conditions.ts'

describe.each(conditions)('a cache in memory that is %s', (condition) => {
  const fails = condition === 'failing' || condition === 'slow'
  describeBackend(
    `cachedBackend(sqlite(), ${condition} memory)`,
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'sojourn-cached-'))
      const cache = inCondition(memoryBackend(), condition)
      const over = (source: SessionBackend) =>
        cachedBackend({ source, cache, cacheDeadline: cacheDeadline[condition] })
      const open = () => {
        const source = dbBackend(sqlite({ path: join(folder, 'sessions.db') }))
        return fails ? loudly(over, source) : over(source)
      }
      return { backend: open(), reopen: open, close: () => rm(folder, { recursive: true }) }
    },
    { runs: 20, ...(fails && { leaveOut: loudTests }) },
  )
})
