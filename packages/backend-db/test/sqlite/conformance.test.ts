import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeBackend } from '@sojourn/testkit'
import { dbBackend, sqlite } from '../../src/index.ts'

describeBackend('dbBackend(sqlite())', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sojourn-sqlite-'))
  const open = () => dbBackend(sqlite({ path: join(folder, 'sessions.db') }))
  return {
    backend: open(),
    reopen: open,
    close: () => rm(folder, { recursive: true }),
  }
})
