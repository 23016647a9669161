import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dbBackend, sqlite } from '@sojourn/backend-db'
import { afterAll } from 'vitest'
import { platforms } from '../platforms.ts'
import { describeNest } from './describe-nest.ts'

const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

for (const [name, platform] of platforms) {
  describeNest(`Nest on ${name}, with SQLite,`, platform, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sojourn-nest-'))
    folders.push(folder)
    return dbBackend(sqlite({ path: join(folder, 'sessions.db') }))
  })
}
